"""What anybody may know of the terms in force: which products, sold when, are covered for how long and from when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from warranty import catalogue
from warranty.book import current_book, policy_code_of
from warranty.models import Product
from warranty.public_terms.sale_periods import ANY_MARKET, SalePeriod, markets_of, sale_periods
from warranty.terms import Book


@dataclass(frozen=True)
class Promise:
    """The same periods for these products in these markets; no market stands for all that have none of their own."""

    policy: str
    periods: tuple[SalePeriod, ...]
    products: Sequence[Product]
    markets: Sequence[str]


def promises_for(product: Product) -> list[Promise]:
    """What holds for one product, first in general, then where it differs."""
    return _joined(current_book(), [product])


def promises() -> list[Promise]:
    """What holds for every product on sale or supported; those with the same terms stand together."""
    return _joined(current_book(), [product for product in catalogue.products().values() if product.is_active])


def _joined(book: Book, products: Iterable[Product]) -> list[Promise]:
    by_terms: dict[tuple[str, tuple[SalePeriod, ...], tuple[str, ...]], list[Product]] = {}
    for product in products:
        policy = policy_code_of(product)
        for periods, markets in _by_periods(book, policy, product.code).items():
            by_terms.setdefault((policy, periods, tuple(markets)), []).append(product)
    return [Promise(policy, periods, joined, markets) for (policy, periods, markets), joined in by_terms.items()]


def _by_periods(book: Book, policy: str, model: str) -> dict[tuple[SalePeriod, ...], list[str]]:
    general = sale_periods(book, policy, model=model, market=ANY_MARKET)
    found: dict[tuple[SalePeriod, ...], list[str]] = {general: []} if general else {}
    for market in markets_of(book, policy):
        periods = sale_periods(book, policy, model=model, market=market)
        if periods and periods != general:
            found.setdefault(periods, []).append(market)
    return found
