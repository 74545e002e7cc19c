"""A list as a spreadsheet (XLSX), read row by row; measured before it is unpacked."""

import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import IO, Any, Final

from django.utils.translation import gettext as _
from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from common.errors import DomainError
from warranty.lists.tables import NumberedRow

MOST_COLUMNS: Final = 200
END_RECORD: Final = b"PK\x05\x06"
LONGEST_END: Final = 65_557
LONGEST_DIRECTORY: Final = 1_000_000
MOST_UNPACKED: Final = 2_000_000_000
# Rows of real units shrink to a tenth; what shrinks to a hundredth is the same thing over and over.
SMALL: Final = 50_000_000
MOST_SHRUNK: Final = 100
# The texts of a spreadsheet stand apart from its rows, and openpyxl keeps all of them in memory.
MOST_TEXTS: Final = 200_000_000
TEXTS: Final = "xl/sharedStrings.xml"
DAMAGED: Final = (
    *(InvalidFileException, zipfile.BadZipFile, zlib.error, KeyError, IndexError, ValueError, TypeError),
    *(OSError, EOFError, SyntaxError, NotImplementedError, RuntimeError, AttributeError),
)


def sheet_rows(source: IO[bytes]) -> Iterator[NumberedRow]:
    """Each row of the first sheet with its number; raise DomainError for what is damaged, cut off or a bomb."""
    try:
        _check_size(source)
        # Formulas as such: what they came to is not ours to trust.
        book = load_workbook(source, read_only=True, data_only=False, keep_links=False)
        rows = book.worksheets[0].iter_rows(values_only=True, max_col=MOST_COLUMNS)
        for number, cells in enumerate(rows, start=1):
            yield number, [_text(cell) for cell in cells]
    except DAMAGED as error:
        raise DomainError(
            _("This is no XLSX file that can be read: it is of another kind, damaged or cut off.")
        ) from error


def _check_size(source: IO[bytes]) -> None:
    """The directory first: it alone may be a bomb."""
    size = source.seek(0, 2)
    source.seek(max(0, size - LONGEST_END))
    tail = source.read()
    source.seek(0)
    record = tail[tail.rfind(END_RECORD) :]
    if int.from_bytes(record[12:16], "little") > LONGEST_DIRECTORY:
        raise DomainError(_("This file unpacks to far more than a list of units and is not read."))
    with zipfile.ZipFile(source) as archive:
        sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
    source.seek(0)
    unpacked = sum(sizes.values())
    is_bomb = unpacked > max(SMALL, MOST_SHRUNK * size)
    if is_bomb or unpacked > MOST_UNPACKED or sizes.get(TEXTS, 0) > MOST_TEXTS:
        raise DomainError(_("This file unpacks to far more than a list of units and is not read."))


def _text(value: Any) -> str:  # noqa: ANN401
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
