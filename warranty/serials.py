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
SHAPE: Final = re.compile(r"[0-9]{10}[A-Z]")
DIGIT: Final = "[0-9OoIiLl]"
BLANK: Final = r"[ ./\u00a0‐-―-]?"
# A letter that is a word by itself (a, à, i, y) and goes on with another one is no part of a serial.
IN_TEXT: Final = re.compile(
    rf"(?<!\w)(?<!\d[.,/-])({DIGIT}{{4}}{BLANK}{DIGIT}{{6}}(?:[./‐-―-]?|[ \u00a0](?![aiyI][ \u00a0]\w))[A-Za-z])"
    r"(?![\w'’])(?!-\d{1,9}(?!\d))"
)
# What machines write: nothing is confused there, but the serial may follow on other letters or on the field of a
# GS1 code (21 = serial, behind 01 = article).
IN_CODE: Final = re.compile(r"(?:(?:^|\x1d|01[0-9]{14})21|(?<![0-9]))([0-9]{10}[A-Za-z])(?![0-9A-Za-z])")
SURELY_DIGITS: Final = 8
LENGTH: Final = 11
LONGEST: Final = 40
LONGEST_CODE: Final = 4_000


def read_serial(text: str) -> str:
    """What a person typed, as it stands on the plate; text of another shape comes back tidied, not refused."""
    if is_serial(text):
        return text
    line = unicodedata.normalize("NFKC", clean_line(text, limit=100))
    while not (serial := _meant(line)) and (bare := _once(line)) != line:
        line = bare
    return serial or line


def is_serial(text: str) -> bool:
    """Whether the text has the shape of a serial; whether the unit exists is the registry's to say."""
    return SHAPE.fullmatch(text) is not None


def find_serials(text: str) -> list[str]:
    """The serials that stand apart in running text or in a file's name, in order, each once."""
    candidates = (match[1] for match in IN_TEXT.finditer(text.replace("_", " ")))
    found = (_as_serial(_bare(text)) for text in candidates if sum(c.isdigit() for c in text) >= SURELY_DIGITS)
    return list(dict.fromkeys(filter(None, found)))


def without_serials(text: str) -> str:
    """The same text with a blank for each serial, for whoever looks for other numbers in it."""
    return IN_TEXT.sub(" ", text)


def find_serials_in_code(text: str) -> list[str]:
    """The serials that a bar or QR code holds: bare, in an address, or in the fields of a GS1 code."""
    return list(dict.fromkeys(match[1].upper() for match in IN_CODE.finditer(text[:LONGEST_CODE])))


def _meant(line: str) -> str:
    """The serial that the line is, or the only one that it speaks of."""
    if serial := _as_serial(_bare(line)):
        return serial
    found = find_serials(line)
    return found[0] if len(found) == 1 else ""


def _bare(line: str) -> str:
    """Without what people put before and between, until nothing more comes off."""
    while (bare := _once(line)) != line:
        line = bare
    return line


def _once(line: str) -> str:
    upper = unicodedata.normalize("NFKC", SEPARATORS.sub("", PREFIX.sub("", line)).upper())
    digits = "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in upper)
    return digits[:LONGEST]


def _as_serial(bare: str) -> str:
    candidate = bare[:10].translate(CONFUSED) + bare[10:]
    return candidate if len(bare) == LENGTH and is_serial(candidate) else ""
