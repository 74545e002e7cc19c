"""In which letters a list is written: UTF-8 and UTF-16 with or without a mark, or what an old Excel writes."""

import codecs
from typing import IO, Final

from django.utils.translation import gettext as _

from common.errors import DomainError

MARKS: Final = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
OLD_EXCEL: Final = "windows-1252"
CHUNK: Final = 1 << 18


def encoding_of(source: IO[bytes]) -> str:
    """The encoding of a table; raise DomainError for one that ends in the middle of a letter."""
    head = source.read(4)
    source.seek(0)
    for mark, encoding in MARKS.items():
        if head.startswith(mark):
            return encoding
    # Headings are plain letters: each second byte of theirs is nought in UTF-16.
    if b"\0" in head:
        return "utf-16-be" if head[0] == 0 else "utf-16-le"
    try:
        return _utf8_or_older(source)
    finally:
        source.seek(0)


def _utf8_or_older(source: IO[bytes]) -> str:
    decoder, is_plain = codecs.getincrementaldecoder("utf-8")(), True
    try:
        while chunk := source.read(CHUNK):
            is_plain = decoder.decode(chunk).isascii() and is_plain
    except UnicodeDecodeError:
        return OLD_EXCEL
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        if is_plain:
            return OLD_EXCEL
        raise DomainError(
            _("This file ends in the middle of a letter: it seems to be cut off. Please send it again.")
        ) from error
    return "utf-8"
