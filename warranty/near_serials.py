"""Serials one slip away from what was read: a wrong, missing, swapped or extra character. Proposed, never assumed."""

from collections.abc import Iterator
from string import ascii_uppercase, digits
from typing import Final

from warranty.models import Unit
from warranty.serials import is_serial, read_serial

NUMBERS: Final = 10
MOST: Final = 5


def near_matches(serial: str, limit: int = MOST) -> list[str]:
    """Registered serials that are one edit away, in order; one question by the index, however large the registry.

    All that could be meant are some four hundred serials: writing them down is faster than searching for likeness.
    """
    read = read_serial(serial)
    candidates = {candidate for candidate in one_edit_away(read) if candidate != read and is_serial(candidate)}
    if not candidates:
        return []
    found = Unit.objects.filter(serial__in=candidates).order_by("serial")
    return list(found.values_list("serial", flat=True)[:limit])


def one_edit_away(text: str) -> Iterator[str]:
    """Every text that one character wrong, missing, too many or swapped would have turned into this one.

    Only of texts about as long as a serial; anything else is no slip of a finger.
    """
    if abs(len(text) - NUMBERS - 1) > 1:
        return
    for at in range(len(text) + 1):
        before, rest = text[:at], text[at:]
        letters = ascii_uppercase if at >= NUMBERS else digits
        yield before + rest[1:]
        yield before + rest[1:2] + rest[:1] + rest[2:]
        for letter in letters:
            yield before + letter + rest
            yield before + letter + rest[1:]
