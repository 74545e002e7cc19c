"""What a policy promises for a model, period of sale by period of sale: for whoever does not say when it was bought."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from warranty.terms import Book, PolicyTerms

ANY_MARKET = ""


@dataclass(frozen=True, slots=True)
class SalePeriod:
    """Units sold between these days, both included, fall under these terms; None is open."""

    since: date | None
    until: date | None
    terms: PolicyTerms


def sale_periods(book: Book, policy: str, *, model: str, market: str = ANY_MARKET) -> tuple[SalePeriod, ...]:
    """The periods in the order of time; a time of which no version speaks has none."""
    found = list(_changes(book, policy, model, market))
    untils = [since - timedelta(days=1) if since else None for since, _terms in found[1:]]
    return tuple(
        SalePeriod(since, until, terms)
        for (since, terms), until in zip(found, [*untils, None], strict=True)
        if terms is not None
    )


def _changes(book: Book, policy: str, model: str, market: str) -> Iterator[tuple[date | None, PolicyTerms | None]]:
    versions = book.policies.get(policy, ())
    last: PolicyTerms | None = None
    for since in [None, *sorted({version.valid_from for version in versions if version.valid_from})]:
        terms = book.policy_for(policy, model=model, market=market, sold=since)
        if since is None or terms is not last:
            yield since, terms
        last = terms


def markets_of(book: Book, policy: str) -> list[str]:
    """The markets that some version of the policy singles out."""
    return sorted({market for version in book.policies.get(policy, ()) for market in version.markets})
