"""Lists of units as partners and factories send them: CSV of every kind, or XLSX; read row by row."""

import codecs
import csv
import zipfile
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from io import TextIOWrapper
from typing import IO, Final

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from common.errors import DomainError

HEADINGS: Final = (
    *("serial", "product", "revision", "lot", "firmware", "manufactured_on", "shipped_on", "distributor", "reseller"),
    *("sold_on", "first_online_on"),
)
ZIP: Final = b"PK\x03\x04"
CHUNK: Final = 1 << 20
MOST_COLUMNS: Final = 200

Row = dict[str, str]


def read_list(source: IO[bytes]) -> Iterator[tuple[int, Row]]:
    """Each row with its line number, values by heading; raise DomainError for a list that cannot be read at all."""
    lines = _sheet(source) if _starts_with(source, ZIP) else _table(source)
    with closing(lines):
        try:
            _number, first = next(lines, (0, []))
            headings = _headings(first)
            for number, cells in lines:
                if any(cell.strip() for cell in cells):
                    yield number, _row(headings, cells)
        except csv.Error as error:
            raise DomainError(_("This list cannot be read: %(why)s.") % {"why": error}) from error


def _starts_with(source: IO[bytes], mark: bytes) -> bool:
    head = source.read(len(mark))
    source.seek(0)
    return head == mark


def _row(headings: Sequence[str], cells: Sequence[str]) -> Row:
    named = {heading: cell.strip() for heading, cell in zip(headings, cells, strict=False)}
    beyond = [cell for cell in cells[len(headings) :] if cell.strip()]
    return {**named, "": " ".join(beyond)} if beyond else named


def _headings(cells: Sequence[str]) -> list[str]:
    headings = [cell.strip().lower().replace(" ", "_") for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    unknown = [heading for heading in headings if heading not in HEADINGS]
    if "serial" not in headings:
        raise DomainError(_("The first line must name the columns, and one of them must be “serial”."))
    if unknown:
        words = {"unknown": ", ".join(unknown[:5]), "known": ", ".join(HEADINGS)}
        raise DomainError(_("Unknown column: “%(unknown)s”. The columns are %(known)s.") % words)
    if len(set(headings)) < len(headings):
        raise DomainError(_("A column stands there twice."))
    return headings


def _table(source: IO[bytes]) -> Generator[tuple[int, list[str]], None, None]:
    text = TextIOWrapper(source, encoding=_encoding(source), errors="replace", newline="")
    try:
        first = text.readline()
        text.seek(0)
        reader = csv.reader(text, delimiter=max(";,\t", key=first.count))
        for cells in reader:
            yield reader.line_num, cells[:MOST_COLUMNS]
    finally:
        text.detach()


def _encoding(source: IO[bytes]) -> str:
    """UTF-16 says so; what is no UTF-8 comes from an old Excel."""
    if _starts_with(source, codecs.BOM_UTF16_LE) or _starts_with(source, codecs.BOM_UTF16_BE):
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := source.read(CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return "windows-1252"
    finally:
        source.seek(0)
    return "utf-8-sig"


def _sheet(source: IO[bytes]) -> Generator[tuple[int, list[str]], None, None]:
    try:
        book = load_workbook(source, read_only=True, data_only=True)
        rows = book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS)
        for number, cells in enumerate(rows, start=1):
            yield number, [_cell(cell) for cell in cells]
    except (InvalidFileException, zipfile.BadZipFile, KeyError, IndexError, ValueError, OSError, SyntaxError) as error:
        raise DomainError(_("This is no XLSX file that can be read.")) from error


def _cell(value: object) -> str:
    """A serial that Excel took for a number, a day that it took for a time."""
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
