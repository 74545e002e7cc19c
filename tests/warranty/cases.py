"""Claims to be judged in tests: the worked ones of the file, and a plain one to vary."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

from warranty.facts import BuyerKind, Facts, Source
from warranty.terms import Book
from warranty.terms_files import book_on_file
from warranty.vectors import Vector, read_vectors

FILE = Path(__file__).parent / "vectors.csv"


@cache
def book() -> Book:
    return book_on_file()


@cache
def vectors() -> tuple[Vector, ...]:
    with FILE.open(encoding="utf-8", newline="") as source:
        return tuple(read_vectors(source))


PLAIN = Facts(
    policy="POL-CA",
    model="HALO",
    reported_at=datetime(2026, 11, 23, 10, tzinfo=UTC),
    buyer=BuyerKind.BUSINESS,
    country="SE",
    manufactured_on=date(2025, 1, 10),
    shipped_on=date(2025, 2, 1),
    sold_on=date(2025, 2, 20),
    installed_on=date(2025, 3, 1),
    evidence=frozenset({Source.INVOICE, Source.INSTALL_CERT}),
)


def facts(**changes: Any) -> Facts:
    """The plain claim, in warranty until 1 March 2030, with these changes."""
    return replace(PLAIN, **changes)
