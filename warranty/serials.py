"""Serial numbers as people write them, read as they stand on the plate: ten digits and a letter, 2512004713H."""

import re
import unicodedata
from typing import Final

from common.text import clean_line

CONFUSED: Final = str.maketrans("OQDILSB", "0001158")
PREFIX: Final = re.compile(
    r"^\W*(?:S\s*/?\s*N|SERIAL(?:\s*(?:NUMBER|NO))?|SERIENUMMER|SERIENR|N°\s*DE\s*SÉRIE|NUMÉRO\s*DE\s*SÉRIE)\b[\s.:#]*",
    re.IGNORECASE,
)
SEPARATORS: Final = re.compile(r"[\s./\\_:#‐-―−-]+")
SHAPE: Final = re.compile(r"\d{10}[A-Z]")
IN_TEXT: Final = re.compile(r"(?<![\w-])([\dOIl]{4}[ ./\u00a0‐-―-]?[\dOIl]{6}[ ./\u00a0‐-―-]?[A-Za-z])(?![\w-])")
SURELY_DIGITS: Final = 8
LENGTH: Final = 11


def read_serial(text: str) -> str:
    """What a person typed, as it stands on the plate; text of another shape comes back tidied, not refused."""
    line = unicodedata.normalize("NFKC", clean_line(text, limit=100))
    bare = SEPARATORS.sub("", PREFIX.sub("", line)).upper()
    if len(bare) == LENGTH:
        candidate = bare[:10].translate(CONFUSED) + bare[10]
        if is_serial(candidate):
            return candidate
    return bare[:40]


def is_serial(text: str) -> bool:
    """Whether the text has the shape of a serial; whether the unit exists is the registry's to say."""
    return SHAPE.fullmatch(text) is not None


def find_serials(text: str) -> list[str]:
    """The serials that stand apart in running text or in a file's name, in order, each once."""
    candidates = (match[1] for match in IN_TEXT.finditer(text.replace("_", " ")))
    found = [read_serial(text) for text in candidates if sum(c.isdigit() for c in text) >= SURELY_DIGITS]
    return [serial for serial in dict.fromkeys(found) if is_serial(serial)]
