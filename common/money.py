"""Amounts of money: whole cents and the currency beside them, never a fraction that a computer rounds."""

import re
from typing import Final

from django.utils.formats import number_format

# Blanks and apostrophes between thousands, a comma or a point before the cents.
WRITTEN: Final = re.compile(r"(\d{1,9})(?:[.,](\d{1,2}))?")
BETWEEN: Final = re.compile(r"[\s'’]")


def amount(cents: int, currency: str) -> str:
    """“350.00 EUR”, “350,00 EUR”: as the reader's language writes numbers."""
    return f"{number_format(cents / 100, decimal_pos=2, force_grouping=True)} {currency}".strip()


def read_amount(text: str) -> int | None:
    """Cents from what a person typed, with a comma or a point; None for anything that is no amount."""
    written = WRITTEN.fullmatch(BETWEEN.sub("", text))
    return int(written[1]) * 100 + int((written[2] or "").ljust(2, "0")) if written else None
