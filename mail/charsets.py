"""Bytes into text, whatever they claim to be: the declared charset, then UTF-8, then windows-1252; never an error."""

import codecs
import re
from typing import Final

from common.text import UNSTORABLE

NAME: Final = re.compile(r"[A-Za-z0-9][\w.:+-]{0,39}")
ALIASES: Final = {
    "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8",
    "ks_c_5601-1987": "cp949",
    "x-sjis": "cp932",
    "shift_jis": "cp932",
    "gb2312": "gb18030",
    "x-gbk": "gb18030",
    "windows-874": "cp874",
    "macintosh": "mac-roman",
}
# Codecs of Python that no mail means; some of them take quadratic time.
NOT_FOR_MAIL: Final = frozenset({"punycode", "idna", "unicode_escape", "raw_unicode_escape", "undefined", "charmap"})
LATIN: Final = frozenset({"iso8859-1", "cp1252", "ascii", "iso8859-15"})


def decode(content: bytes, declared: str = "") -> str:
    """The text of these bytes; line ends become newlines, what PostgreSQL does not take is dropped."""
    return UNSTORABLE.sub("", _decode(content, declared).replace("\r\n", "\n").replace("\r", "\n"))


def _decode(content: bytes, declared: str) -> str:
    codec = _codec(declared)
    # Mailers that say Latin-1 and send UTF-8 are many; Latin-1 text that happens to be valid UTF-8 is next to none.
    order = ["utf-8", codec] if codec in LATIN else [codec, "utf-8"]
    for name in order:
        if name:
            try:
                return content.decode("cp1252" if name in {"iso8859-1", "ascii"} else name)
            except (UnicodeError, ValueError):
                continue
    return content.decode("cp1252", errors="replace")


def _codec(declared: str) -> str:
    name = declared.strip().strip("\"'").lower()
    if not NAME.fullmatch(name):
        return ""
    try:
        found = codecs.lookup(ALIASES.get(name, name))
    except (LookupError, ValueError):
        return ""
    is_text = getattr(found, "_is_text_encoding", True)
    return found.name if is_text and found.name.replace("-", "_") not in NOT_FOR_MAIL else ""
