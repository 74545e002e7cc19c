"""Invoice numbers: found in the text of a paper, and kept in the one spelling by which reuse is seen."""

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

from common.text import clean_line
from warranty.serials import is_serial, read_serial

LONGEST: Final = 60
BEFORE: Final = re.compile(r"^(?:(?:N\s*[°º]|NR|NO)(?![A-Z])\s*\.?|#|:|\s)+(?=\S)", re.IGNORECASE)
DOCUMENT: Final = (
    r"(?<![^\W\d_])(?:facture|invoice|faktura|kvitto|kvittering|quittance|receipt|re[çc]u|rechnung|bon"
    r"|ticket\s+de\s+caisse)"
)
MARK: Final = r"n\s*[°ºo]\s*\.?|n°|nr\.?|no\.?|num(?:[ée]ro|ber|mer)?\.?|#|id"
WORD: Final = r"([A-Z0-9](?:[A-Z0-9/_.\-]{0,28}[A-Z0-9])?)"
LABELLED: Final = re.compile(
    rf"(?:(?:{MARK})\s*(?:de\s+(?:la\s+)?)?{DOCUMENT}|{DOCUMENT}\s*(?:{MARK}|s?nummer|nr|number))"
    rf"\s*[:.#°\s]{{0,6}}\s*{WORD}",
    re.IGNORECASE,
)
DATE_LIKE: Final = re.compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{1,4}")
MOST: Final = 5


def tidy_number(text: str) -> str:
    """A number as it is kept and compared: capitals, no blanks, no “No.” before it."""
    line = unicodedata.normalize("NFKC", clean_line(text, limit=200)).strip()
    return re.sub(r"\s+", "", BEFORE.sub("", line)).upper()[:LONGEST]


def find_numbers(text: str) -> list[str]:
    """The tokens that the paper itself calls its number, in their order, each once."""
    return list(dict.fromkeys(_labelled(text)))[:MOST]


def _labelled(text: str) -> Iterator[str]:
    for match in LABELLED.finditer(text):
        token = tidy_number(match[1])
        has_digit = any(c.isdigit() for c in token)
        if has_digit and not DATE_LIKE.fullmatch(token) and not is_serial(read_serial(token)):
            yield token
