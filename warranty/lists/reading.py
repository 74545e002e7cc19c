"""Lists of units as partners and factories send them: tables of every kind, or XLSX; read some rows at a time."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import IO, Final

from django.utils.translation import gettext as _

from common.errors import DomainError
from warranty.lists.spreadsheets import sheet_rows
from warranty.lists.tables import NumberedRow, count_lines, table_rows

HEADINGS: Final = (
    *("serial", "product", "revision", "lot", "firmware", "manufactured_on", "shipped_on", "distributor", "reseller"),
    *("sold_on", "first_online_on"),
)
ZIP: Final = b"PK"
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0"
# Fewer than the 700 new lists after which Python's garbage collector would walk through all that lives.
ROWS_AT_ONCE: Final = 250


@dataclass(frozen=True)
class Batch:
    """Some rows that follow one another, and the line in which each begins."""

    lines: Sequence[int]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class UnitList:
    """A list whose first row was understood: what its columns are called, and its rows."""

    headings: list[str]
    batches: Iterator[Batch]


def read_list(source: IO[bytes]) -> UnitList:
    """Understand the headings; the rows follow. Raises DomainError for a list that cannot be read at all."""
    rows = sheet_rows(source) if _starts_with(source, ZIP) else _table_rows(source)
    first = next((cells for _line, cells in rows if any(cell.strip() for cell in cells)), [])
    return UnitList(_headings(first), _batches(rows))


def count_rows(source: IO[bytes]) -> int:
    """About so many rows, for a bar; a spreadsheet does not tell before it is read: 0."""
    return 0 if _starts_with(source, ZIP) else count_lines(source)


def _table_rows(source: IO[bytes]) -> Iterator[NumberedRow]:
    if _starts_with(source, OLD_OFFICE):
        raise DomainError(
            _("This is an old Excel file, or one that is locked with a password. Please save it as XLSX or CSV.")
        )
    return table_rows(source)


def _batches(rows: Iterator[NumberedRow]) -> Iterator[Batch]:
    while some := list(islice(rows, ROWS_AT_ONCE)):
        lines, cells = zip(*some, strict=True)
        yield Batch(lines, cells)


def _starts_with(source: IO[bytes], mark: bytes) -> bool:
    head = source.read(len(mark))
    source.seek(0)
    return head == mark


def _headings(cells: Sequence[str]) -> list[str]:
    headings = [cell.strip().lower().replace(" ", "_") for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    unknown = [heading[:40] for heading in headings if heading not in HEADINGS]
    if "serial" not in headings:
        raise DomainError(_("The first line must name the columns, and one of them must be “serial”."))
    if unknown:
        words = {"unknown": ", ".join(unknown[:5]), "known": ", ".join(HEADINGS)}
        raise DomainError(_("Unknown column: “%(unknown)s”. The columns are %(known)s.") % words)
    if len(set(headings)) < len(headings):
        raise DomainError(_("A column stands there twice."))
    return headings
