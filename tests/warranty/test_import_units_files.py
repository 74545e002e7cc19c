"""Files of every kind and condition: what Excel writes is read, what is damaged or cut off is refused in words."""

import tracemalloc
import zipfile
from contextlib import suppress
from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.errors import DomainError
from tests.factories import DistributorFactory, ProductFactory, ResellerFactory
from tests.warranty.lists import HEAD, ROW, refused, serials, spreadsheet, take_in
from warranty.lists.encodings import encoding_of
from warranty.lists.reading import read_list
from warranty.models import Unit


@pytest.fixture
def names(db):
    ProductFactory(code="HALO")
    distributor = DistributorFactory(code="NORD", name="Nordström Grossist")
    ResellerFactory(code="R1", name="Élec Lyon", distributor=distributor)


def rows_of(content: bytes) -> list[tuple[int, list[str]]]:
    batches = read_list(BytesIO(content)).batches
    return [(line, list(row)) for batch in batches for line, row in zip(batch.lines, batch.rows, strict=True)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_reads_every_table_that_excel_writes(names, tmp_path, encoding, separator, end):
    text = separator.join(("Serial", "distributor", "Reseller", "First online on")) + end
    text += separator.join(("S/N 2512-004713 h", "nordström grossist", "élec lyon", "2025-05-01")) + end * 2

    take_in(tmp_path, text.encode(encoding))

    unit = Unit.objects.get()
    assert (unit.serial, unit.product.code, unit.reseller.code) == ("2512004713H", "HALO", "R1")


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('serial,lot\n2512004713H,"a, b"\n', [(2, ["2512004713H", "a, b"])]),
        ('serial,lot\n2512004713H,"a\nb"\n2512004714H,c\n', [(2, ["2512004713H", "a\nb"]), (4, ["2512004714H", "c"])]),
        ('serial,lot\n2512004713H,"say ""a"""\n', [(2, ["2512004713H", 'say "a"'])]),
        ('serial,lot\n2512004713H,5" pipe\n', [(2, ["2512004713H", '5" pipe'])]),
        ("sep=;\nserial;lot\n2512004713H;a\n", [(3, ["2512004713H", "a"])]),
        ("\n\nserial\n2512004713H", [(4, ["2512004713H"])]),
        ("serial,lot,,\n2512004713H,a,,\n", [(2, ["2512004713H", "a", "", ""])]),
    ],
)
def test_cells_in_quotes_and_odd_first_lines_are_understood(text, rows):
    assert rows_of(text.encode()) == rows


def test_a_line_break_in_a_cell_is_a_blank_and_the_next_line_keeps_its_number(names, tmp_path):
    said = refused(tmp_path, 'serial,lot\n2512004713H,"a\nb"\nhello,c\n')

    take_in(tmp_path, 'serial,lot\n2512004713H,"a\nb"\n')

    assert "Line 4, serial" in said
    assert Unit.objects.get().lot == "a b"


def test_marks_that_copy_would_read_are_kept_as_text(names, tmp_path):
    take_in(tmp_path, "serial,lot,firmware\n2512004713H,\\N,a\\tb\n")

    unit = Unit.objects.get()
    assert (unit.lot, unit.firmware) == ("\\N", "a\\tb")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("serial,shiped_on\n2512004713H,2025-01-01\n", "Unknown column: “shiped_on”"),
        ("serial,serial\n2512004713H,x\n", "twice"),
        ("product\nHALO\n", "one of them must be “serial”"),
        ("", "one of them must be “serial”"),
        (b"\0" * 1000, "one of them must be “serial”"),
        (b"PK\x03\x04 no spreadsheet", "no XLSX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "old Excel file"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "cannot be read|no text|“serial”"),
    ],
)
def test_what_is_no_list_is_refused(names, tmp_path, content, words):
    said = refused(tmp_path, content)

    assert any(word in said for word in words.split("|"))


@pytest.mark.parametrize("cut", [b'serial,lot\n2512004713H,"half a ce', b'serial,lot\n2512004713H,"a"\n2512004714H,"'])
def test_a_file_that_ends_within_quotes_is_cut_off(names, tmp_path, cut):
    said = refused(tmp_path, cut)

    assert "seems to be cut off" in said
    assert "line" in said


@pytest.mark.parametrize("cells", range(1, 11))
def test_a_file_that_ends_within_a_row_names_the_line(names, tmp_path, cells):
    half = ",".join(ROW.replace("004713", "004714").split(",")[:cells])

    assert "Line 3" in refused(tmp_path, HEAD + ROW + half)


def test_a_file_that_ends_within_a_letter_is_cut_off(names, tmp_path):
    whole = "serial,reseller\n2512004713H,Élec Lyon\n2512004714H,É".encode()

    assert "middle of a letter" in refused(tmp_path, whole[:-1])
    assert "no text" in refused(tmp_path, whole.decode().encode("utf-16")[:-1])


def test_plain_text_that_ends_with_an_accent_of_old_excel_is_whole():
    assert encoding_of(BytesIO(b"serial,lot\n2512004713H,caf\xe9")) == "windows-1252"


@pytest.mark.parametrize("line", ["x" * 10_000_000, '2512004713H,"' + "x" * 10_000_000, "é" * 5_000_000])
def test_a_line_of_ten_megabytes_is_refused_without_coming_into_memory(line):
    content = BytesIO(f"serial,lot\n2512004713H,a\n{line}\n".encode())

    tracemalloc.start()
    with pytest.raises(DomainError, match="Line 3 is longer than any line"):
        list(read_list(content).batches)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert peak < 3_000_000


def test_a_cell_in_quotes_that_never_ends_is_named_by_the_line_it_began_in():
    content = BytesIO(('serial,lot\n2512004713H,"' + "a line\n" * 50_000).encode())

    with pytest.raises(DomainError, match=r"A cell in quotes that began in line 2 does not end\."):
        list(read_list(content).batches)


def test_text_after_a_cell_in_quotes_is_named():
    with pytest.raises(DomainError, match="Line 2 cannot be read: after a cell in quotes"):
        rows_of(b'serial,lot\n2512004713H,"a"b\n')


def test_reads_a_spreadsheet(names, tmp_path):
    day = datetime.fromisoformat("2025-04-20 13:30")
    rows = (("serial", "product", "shipped_on", "sold_on", "lot"), ("2512004713H", "HALO", date(2025, 4, 1), day, 7.0))

    take_in(tmp_path, spreadsheet(*rows, (None, None, None)))

    unit = Unit.objects.get()
    assert (unit.shipped_on, unit.sold_on, unit.lot) == (date(2025, 4, 1), date(2025, 4, 20), "7")


def test_a_spreadsheet_names_its_rows_too(names, tmp_path):
    said = refused(tmp_path, spreadsheet(("serial", "sold_on"), ("2512004713H", "soon"), ("hello", None)))

    assert "Line 2, sold_on: “soon” is no date" in said
    assert "Line 3, serial: “hello” is no serial number" in said


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9, 0.99])
def test_a_spreadsheet_that_is_cut_off_is_refused(names, tmp_path, share):
    whole = spreadsheet(("serial",), *((serial,) for serial in serials(500).split()))

    assert "damaged or cut off" in refused(tmp_path, whole[: int(len(whole) * share)])


@pytest.mark.parametrize("at", range(100, 4000, 300))
def test_a_spreadsheet_with_a_wrong_byte_is_refused_or_read_never_a_traceback(names, tmp_path, at):
    whole = bytearray(spreadsheet(("serial",), ("2512004713H",)))
    whole[at % len(whole)] ^= 0xFF

    with suppress(DomainError):
        rows_of(bytes(whole))


def test_a_spreadsheet_that_would_unpack_to_gigabytes_is_not_unpacked():
    bomb = BytesIO()
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/sharedStrings.xml", "w") as entry,
    ):
        for _turn in range(210):
            entry.write(b"<" * 1_000_000)
    bomb.seek(0)

    with pytest.raises(DomainError, match="unpacks to far more"):
        read_list(bomb)


@given(st.binary(max_size=400))
def test_no_bytes_whatever_end_in_anything_but_a_sentence(content):
    for whole in (content, b"serial,lot\n" + content):
        with suppress(DomainError):
            rows_of(whole)


def test_a_small_spreadsheet_that_says_the_same_a_million_times_is_not_read():
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"<row/>" * 10_000_000)
    bomb.seek(0)

    with pytest.raises(DomainError, match="unpacks to far more"):
        read_list(bomb)
