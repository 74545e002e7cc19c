"""Zip files: the office documents among them are taken in, measured before anything is unpacked; others are not."""

import zipfile
from io import BytesIO
from typing import Final

from django.utils.translation import gettext as _

from files import kinds
from files.errors import FileRefusedError
from files.kinds import Kind

END_RECORD: Final = b"PK\x05\x06"
END_RECORD_BYTES: Final = 22
LONGEST_COMMENT: Final = 65_535
MOST_ENTRIES: Final = 2_000
MOST_UNPACKED_BYTES: Final = 150_000_000
STEEPEST_RATIO: Final = 200
ENCRYPTED: Final = 0x1


def looks_like_archive(content: bytes) -> bool:
    """Whether an unpacker would open these bytes, whatever stands before the archive."""
    return END_RECORD in content[-(LONGEST_COMMENT + END_RECORD_BYTES) :]


def kind_of_archive(content: bytes) -> Kind:
    """The office document that this zip file is; raise FileRefusedError for any other."""
    _check_directory(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            entries = archive.infolist()
            _check_size(entries, len(content))
            _check_harmless(entries)
            kind = _office_kind(archive, {entry.filename for entry in entries})
    except (zipfile.BadZipFile, ValueError, KeyError, OSError, NotImplementedError, EOFError, RuntimeError) as error:
        raise FileRefusedError(_("This file is damaged and cannot be opened.")) from error
    if kind is None:
        raise FileRefusedError(_("Archives are not accepted. Please attach the files one by one."))
    return kind


def _check_directory(content: bytes) -> None:
    """Before the directory is read: it alone may be a bomb."""
    at = content.rfind(END_RECORD)
    entries = int.from_bytes(content[at + 10 : at + 12], "little")
    if at < 0 or entries > MOST_ENTRIES:
        raise FileRefusedError(_("Archives are not accepted. Please attach the files one by one."))


def _check_size(entries: list[zipfile.ZipInfo], packed: int) -> None:
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > min(MOST_UNPACKED_BYTES, packed * STEEPEST_RATIO):
        raise FileRefusedError(_("This file unpacks to far more than it should and is not accepted."))


def _check_harmless(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & ENCRYPTED for entry in entries):
        raise FileRefusedError(_("This file is locked with a password. Please send it without."))
    if any(entry.filename.lower().endswith(("vbaproject.bin", ".exe", ".dll", ".js", ".vbs")) for entry in entries):
        raise FileRefusedError(_("This document contains macros. Please save it as PDF and send that."))


def _office_kind(archive: zipfile.ZipFile, names: set[str]) -> Kind | None:
    if "[Content_Types].xml" in names:
        return next((kind for name, kind in kinds.OFFICE_FOLDERS.items() if name in names), None)
    if "mimetype" in names:
        with archive.open("mimetype") as entry:
            return kinds.OPEN_DOCUMENTS.get(entry.read(200).strip())
    return None
