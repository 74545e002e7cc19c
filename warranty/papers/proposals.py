"""What the text of a paper seems to say: proposed to a person, who decides."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from common.text import clean_text, fold
from warranty.papers.amounts import find_currency, find_quantity
from warranty.papers.dates import FoundDate, clear_date, find_dates
from warranty.papers.numbers import find_numbers
from warranty.papers.sellers import FoundSeller, find_sellers
from warranty.serials import find_serials

LONGEST_TEXT: Final = 20_000
MOST_SERIALS: Final = 500


@dataclass(frozen=True)
class Known:
    """What we know before we read: our partners by name, our products by code and name, the day the paper came."""

    until: date
    partners: Mapping[str, int] = field(default_factory=dict)
    products: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Proposal:
    """Everything that was found; the first of each list is the likeliest."""

    dates: list[FoundDate]
    numbers: list[str]
    sellers: list[FoundSeller]
    serials: list[str]
    products: list[str]
    quantity: int | None
    currency: str
    text: str

    @property
    def clear(self) -> FoundDate | None:
        """The date that the paper singles out, if it does."""
        return clear_date(self.dates)

    def as_data(self) -> dict[str, Any]:
        """As it is kept beside the paper."""
        return {
            "dates": [
                {"on": d.on.isoformat(), "or": d.or_on.isoformat() if d.or_on else None, "written": d.written}
                for d in self.dates
            ],
            "numbers": self.numbers,
            "sellers": [{"name": seller.name, "partner": seller.partner} for seller in self.sellers],
            "serials": self.serials,
            "products": self.products,
            "quantity": self.quantity,
            "currency": self.currency,
            "text": self.text,
        }


def propose(text: str, known: Known) -> Proposal:
    """Read the text of a paper; whatever it says, something comes back and nothing is raised."""
    text = clean_text(text, limit=LONGEST_TEXT)
    serials = find_serials(text)[:MOST_SERIALS]
    return Proposal(
        dates=find_dates(text, until=known.until),
        numbers=find_numbers(text),
        sellers=find_sellers(text, partners=known.partners),
        serials=serials,
        products=_products(text, known.products),
        quantity=find_quantity(text) or len(serials) or None,
        currency=find_currency(text),
        text=text,
    )


def _products(text: str, products: Mapping[str, str]) -> list[str]:
    """The codes of the products whose code or name stands in the text as words of their own."""
    words = f" {' '.join(fold(text).split())} "
    return [code for code, name in products.items() if any(f" {fold(called)} " in words for called in (code, name))]
