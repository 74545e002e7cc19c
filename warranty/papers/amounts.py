"""How many, and in which money."""

import re
from collections import Counter
from typing import Final

MOST_UNITS: Final = 1_000
CURRENCY: Final = re.compile(r"(?<![A-Za-z])(EUR|SEK|NOK|DKK|GBP|CHF|USD|PLN|CZK|ISK)(?![A-Za-z])|([€£])")
SIGNS: Final = {"€": "EUR", "£": "GBP"}
LABELLED: Final = re.compile(
    r"(?:\bqt[ée]|\bquantit[ée]|\bqty|\bquantity|\bantal|\bantall|\bmenge)\s*\.?\s*[:=]?\s*(\d{1,4})(?![\d.,/-])",
    re.IGNORECASE,
)
COUNTED: Final = re.compile(
    r"(?<![\d.,/-])(\d{1,4})\s?(?:x|×|st\.?|stk\.?|pcs|pi[èe]ces?|unit[ée]s?|units?)(?!\w)", re.IGNORECASE
)


def find_quantity(text: str) -> int | None:
    """The largest number of pieces that the paper speaks of; None where it speaks of none."""
    counts = [int(match[1]) for words in (LABELLED, COUNTED) for match in words.finditer(text)]
    return max((count for count in counts if 1 <= count <= MOST_UNITS), default=None)


def find_currency(text: str) -> str:
    """The currency that is named most often; empty where none is."""
    named = Counter(match[1] or SIGNS[match[2]] for match in CURRENCY.finditer(text))
    return max(sorted(named), key=lambda code: named[code], default="")
