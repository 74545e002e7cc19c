"""A list as text: commas, semicolons or tabs, cells in quotes, however Excel wrote it; read line by line."""

import csv
import io
from collections.abc import Iterator
from itertools import chain
from typing import IO, Final

from django.utils.translation import gettext as _

from common.errors import DomainError
from warranty.lists.encodings import encoding_of

SEPARATORS: Final = ";,\t"
# Excel's own hint: a first line that says “sep=;”.
HINT: Final = "sep="
LONGEST_LINE: Final = 64 * 1024
COUNTED_AT_ONCE: Final = 1 << 20

NumberedRow = tuple[int, list[str]]


class LongLineError(Exception):
    """No list of units has a line as long as this."""


class Lines(io.RawIOBase):
    """The bytes of a list, which stop at a line that is too long: it never comes into memory whole."""

    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._length = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        chunk = self._source.read(len(buffer))
        end = max(chunk.rfind(b"\n"), chunk.rfind(b"\r"))
        self._length = len(chunk) - end - 1 if end >= 0 else self._length + len(chunk)
        if self._length > LONGEST_LINE:
            raise LongLineError
        buffer[: len(chunk)] = chunk
        return len(chunk)


def table_rows(source: IO[bytes]) -> Iterator[NumberedRow]:
    """Each row with the line in which it begins; raise DomainError, naming the line, where it cannot be read."""
    text = io.TextIOWrapper(Lines(source), encoding=encoding_of(source), newline="")  # type: ignore[type-var]
    line, reader = 1, None
    try:
        head = _first_lines(text)
        reader = csv.reader(chain(head, text), delimiter=_separator(head[-1]), strict=True)
        for cells in reader:
            if line != len(head) or not _is_hint(head[-1]):
                yield line, cells
            line = reader.line_num + 1
    except LongLineError as error:
        line = reader.line_num + 1 if reader else 1
        words = _("Line %(line)d is longer than any line of a list of units; nothing was read further.")
        raise DomainError(words % {"line": line}) from error
    except UnicodeDecodeError as error:
        raise DomainError(
            _("Line %(line)d or one soon after it holds bytes that are no text.") % {"line": line}
        ) from error
    except csv.Error as error:
        raise DomainError(_in_words(error, line)) from error


def _first_lines(text: IO[str]) -> list[str]:
    """Up to the first that says something."""
    head = [text.readline()]
    while head[-1] and not head[-1].strip():
        head.append(text.readline())
    return head


def _separator(line: str) -> str:
    hinted = line.strip()[len(HINT) :][:1] if _is_hint(line) else ""
    return hinted if hinted in SEPARATORS and hinted else max(SEPARATORS, key=line.count)


def _is_hint(line: str) -> bool:
    return line.lower().startswith(HINT)


def _in_words(error: csv.Error, line: int) -> str:
    if "end of data" in str(error):
        words = _("The list ends within a cell in quotes that began in line %(line)d: it seems to be cut off.")
    elif "field larger" in str(error):
        words = _("A cell in quotes that began in line %(line)d does not end.")
    else:
        words = _("Line %(line)d cannot be read: after a cell in quotes the next cell or the next line must begin.")
    return words % {"line": line}


def count_lines(source: IO[bytes]) -> int:
    """So many rows at most, for a bar; fast enough to be done beforehand."""
    count = sum(chunk.count(b"\n") for chunk in iter(lambda: source.read(COUNTED_AT_ONCE), b""))
    source.seek(0)
    return count
