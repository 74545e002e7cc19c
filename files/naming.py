"""What a file is called once it is ours: the giver's word for it, made harmless, and our own extension."""

import re
import unicodedata
from pathlib import PurePosixPath
from typing import Final

from common.text import clean_line

LONGEST_STEM: Final = 80
UNWANTED: Final = re.compile(r"[^\w ()+-]+")
# Windows takes these for devices, whatever extension follows.
RESERVED: Final = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


def extension_of(name: str) -> str:
    """The extension as the giver wrote it, in small letters and without the dot; empty when there is none."""
    return PurePosixPath(_last_part(name)).suffix.lower().removeprefix(".")


def name_for(given: str, extension: str) -> str:
    """A name that no system reads as a path, a device, a second type or text that runs the other way."""
    last = _last_part(given)
    stem = last.rpartition(".")[0] if "." in last.strip(".") else last
    harmless = UNWANTED.sub("_", stem)[:LONGEST_STEM].strip(" _-") or "file"
    if RESERVED.fullmatch(harmless):
        harmless = f"_{harmless}"
    return f"{harmless}.{extension}"


def _last_part(name: str) -> str:
    line = unicodedata.normalize("NFC", clean_line(name, limit=500))
    return re.split(r"[/\\]", line)[-1].strip()
