from datetime import date
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import Workbook

from tests.factories import DistributorFactory, ProductFactory, ResellerFactory, UnitFactory
from warranty.models import Unit

pytestmark = pytest.mark.django_db

HEAD = "serial,product,revision,lot,firmware,manufactured_on,shipped_on,distributor,reseller,sold_on,first_online_on\n"
ROW = "2512004713H,HALO,B,L2512A,5.1.0,2025-03-20,2025-04-01,NORD,R1,2025-04-20,2025-04-21\n"


@pytest.fixture(autouse=True)
def _known_names(db):
    ProductFactory(code="HALO")
    distributor = DistributorFactory(code="NORD", name="Nordström Grossist")
    ResellerFactory(code="R1", name="Élec Lyon", distributor=distributor)


def take_in(path, content: str | bytes, **options) -> str:
    file = path / "units.csv"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    out = StringIO()
    call_command("import_units", str(file), stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def refused(path, content: str | bytes) -> str:
    file, err = path / "units.csv", StringIO()
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(CommandError) as caught:
        call_command("import_units", str(file), stdout=StringIO(), stderr=err)
    assert Unit.objects.exists() is False
    return f"{err.getvalue()}{caught.value}"


def test_takes_in_what_a_factory_sends(tmp_path):
    said = take_in(tmp_path, HEAD + ROW)

    unit = Unit.objects.get()
    assert "1 unit added, 0 changed" in said
    assert (unit.serial, str(unit.product), unit.revision, unit.lot, unit.firmware) == (
        "2512004713H",
        "HALO",
        "B",
        "L2512A",
        "5.1.0",
    )
    assert (unit.manufactured_on, unit.shipped_on) == (date(2025, 3, 20), date(2025, 4, 1))
    assert (unit.distributor.code, unit.reseller.code) == ("NORD", "R1")
    assert (unit.sold_on, unit.first_online_on) == (date(2025, 4, 20), date(2025, 4, 21))


@pytest.mark.parametrize(
    ("encoding", "separator"), [("utf-8", ","), ("utf-8-sig", ";"), ("utf-16", "\t"), ("cp1252", ";"), ("utf-16", ";")]
)
def test_reads_every_table_that_excel_writes(tmp_path, encoding, separator):
    text = separator.join(("Serial", "distributor", "Reseller", "First online on")) + "\r\n"
    text += separator.join(("S/N 2512-004713 h", "nordström grossist", "élec lyon", "2025-05-01")) + "\r\n\r\n"

    take_in(tmp_path, text.encode(encoding))

    unit = Unit.objects.get()
    assert (unit.serial, unit.product.code, unit.reseller.code) == ("2512004713H", "HALO", "R1")


def test_reads_a_spreadsheet(tmp_path):
    book, out = Workbook(), BytesIO()
    for row in (("serial", "product", "shipped_on"), ("2512004713H", "HALO", date(2025, 4, 1)), (None, None, None)):
        book.active.append(row)
    book.save(out)

    take_in(tmp_path, out.getvalue())

    assert Unit.objects.get().shipped_on == date(2025, 4, 1)


def test_the_same_list_again_changes_nothing_and_leaves_no_history(tmp_path):
    take_in(tmp_path, HEAD + ROW)

    said = take_in(tmp_path, HEAD + ROW)

    assert "0 units added, 0 changed, 1 as they were" in said
    assert Unit.objects.get().history.count() == 0


def test_a_known_unit_is_completed_and_an_empty_cell_says_nothing(tmp_path):
    take_in(tmp_path, HEAD + ROW)

    said = take_in(tmp_path, "serial,firmware,lot\n2512004713H,6.0.0,\n")

    unit = Unit.objects.get()
    assert "0 units added, 1 changed" in said
    assert (unit.firmware, unit.lot, unit.reseller.code) == ("6.0.0", "L2512A", "R1")
    assert unit.history.count() == 1


def test_a_dry_run_tells_and_changes_nothing(tmp_path):
    said = take_in(tmp_path, HEAD + ROW, dry_run=True)

    assert "1 unit would be added" in said
    assert Unit.objects.exists() is False


def test_a_reseller_brings_its_distributor(tmp_path):
    take_in(tmp_path, "serial,reseller\n2512004713H,R1\n")

    assert Unit.objects.get().distributor.code == "NORD"


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ("serial\n\n", None),
        ("serial\nhello\n", "Line 2, serial: “hello” is no serial number"),
        ("serial,product\n,HALO\n", "Line 2, serial: The serial number is missing"),
        ("serial,product\n2512004713H,NOPE\n", "Line 2, product: There is no product “NOPE”"),
        ("serial,reseller\n2512004713H,NORD\n", "Line 2, reseller: There is no reseller called “NORD”"),
        ("serial,shipped_on\n2512004713H,2025-02-30\n", "Line 2, shipped_on: “2025-02-30” is no date"),
        ("serial,shipped_on\n2512004713H,01/02/2025\n", "“01/02/2025” is no date"),
        ("serial,shipped_on\n2512004713H,2999-01-01\n", "in the future"),
        (
            "serial,manufactured_on,shipped_on\n2512004713H,2025-05-01,2025-04-01\n",
            "Line 2, shipped_on: 2025-04-01 lies before",
        ),
        ("serial\n2512004713H\n2512004714H\n2512-004713h\n", "Line 4, serial: 2512004713H stands in line 2 already"),
        ("serial,lot\n2512004713H," + "x" * 41 + "\n", "Line 2, lot"),
        ("serial,lot\n2512004713H,a,b\n", "more cells than columns"),
        ("serial,shiped_on\n2512004713H,2025-01-01\n", "Unknown column: “shiped_on”"),
        ("serial,serial\n2512004713H,x\n", "twice"),
        ("product\nHALO\n", "one of them must be “serial”"),
        ("", "one of them must be “serial”"),
        (b"PK\x03\x04 no spreadsheet", "no XLSX"),
        ('serial\n"2512004713H\n' + "x" * 200_000, "cannot be read"),
    ],
)
def test_names_the_line_and_changes_nothing(tmp_path, cells, words):
    if words is None:
        assert "0 units added" in take_in(tmp_path, cells)
        return

    assert words in refused(tmp_path, cells)


def test_one_bad_line_keeps_the_good_ones_out(tmp_path):
    said = refused(tmp_path, "serial\n2512004713H\nhello\nworld\n")

    assert "Line 3" in said
    assert "Line 4" in said
    assert "2 cells" in said


def test_what_the_registry_knows_is_compared_too(tmp_path):
    UnitFactory(serial="2512004713H", manufactured_on=date(2025, 5, 1))

    with pytest.raises(CommandError):
        take_in(tmp_path, "serial,shipped_on\n2512004713H,2025-04-01\n")

    assert Unit.objects.get().shipped_on is None


def test_a_name_that_two_partners_share_asks_for_the_code(tmp_path):
    ResellerFactory(code="R2", name="Élec Lyon")

    assert "please give the code" in refused(tmp_path, "serial,reseller\n2512004713H,Elec lyon\n")


def test_a_file_that_is_not_there_is_said_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_units", str(tmp_path / "none.csv"), stderr=StringIO())
