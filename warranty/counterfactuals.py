"""What would change a verdict: one fact at a time is put otherwise, and the engine is asked again.

Pure as the engine itself. Where the fact is a day, the run of days is found on which the promise holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from warranty.coverage import LIFE, judge
from warranty.decisions import Basis, Decision
from warranty.facts import BuyerKind, Exclusion, Facts, Mark, SerialStatus, Source
from warranty.periods import EARLIEST, days_after, local_day
from warranty.rulings import Legal, Ruling
from warranty.terms import Book


class Lever(StrEnum):
    """The fact that would have to be otherwise."""

    INVOICE = "invoice"
    CERTIFICATE = "certificate"
    DELIVERY = "delivery"
    DISCOVERY = "discovery"
    LOG = "log"
    CONSUMER = "consumer"
    BUSINESS = "business"
    NO_EXCLUSION = "no_exclusion"
    EXCLUSION = "exclusion"
    PLATE = "plate"
    MARK = "mark"


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One fact put otherwise and what it would give; `since` and `until` bound the days that would do.

    `from_first` says that no earlier day is possible, `to_last` that no later one is: that bound is no condition then.
    """

    lever: Lever
    facts: Facts
    ruling: Ruling
    since: date | None = None
    until: date | None = None
    from_first: bool = False
    to_last: bool = False
    mark: str = ""


Promise = Callable[[Ruling], bool]
Change = Callable[[date], Facts]

OF_INVOICES: Final = frozenset({Mark.INVOICE_QTY_EXCEEDED, Mark.INVOICE_MODEL_MISMATCH, Mark.RESELLER_UNKNOWN})
BY_MAKER: Final = frozenset({Basis.BOTH, Basis.COMMERCIAL, Basis.REPAIR})


def what_would_change(facts: Facts, ruling: Ruling, book: Book) -> list[WhatIf]:
    """Every single fact that would lead to another verdict, those that a paper can show first."""
    asked = _Question(facts, ruling, book)
    return [*_by_another_day(asked), *_by_another_word(asked)]


class _Question:
    """One verdict that somebody would like to be otherwise."""

    def __init__(self, facts: Facts, ruling: Ruling, book: Book) -> None:
        self.facts, self.ruling, self.book = facts, ruling, book
        self.reported_on = local_day(facts.reported_at, book.zone_of(facts.country))
        self.is_covered_by_maker = _is_makers(ruling)
        self.promise: Promise = _is_makers if _is_cover(ruling) else _is_cover

    def judged(self, facts: Facts) -> Ruling:
        return judge(facts, self.book)

    @property
    def made_on(self) -> date:
        return self.facts.manufactured_on or EARLIEST

    @property
    def edges(self) -> list[date]:
        """The days on which other terms begin to hold."""
        policies = [terms.valid_from for terms in self.book.policies.get(self.facts.policy, ())]
        laws = [terms.valid_from for terms in self.book.laws.get(self.facts.country, ())]
        return [day for day in (*policies, *laws) if day is not None]


def _is_cover(ruling: Ruling) -> bool:
    return ruling.decision == Decision.IN_WARRANTY


def _is_makers(ruling: Ruling) -> bool:
    return _is_cover(ruling) and ruling.basis in BY_MAKER


def _by_another_day(asked: _Question) -> Iterator[WhatIf]:
    if asked.is_covered_by_maker:
        return
    facts, edges = asked.facts, asked.edges
    bought = facts.sold_on or asked.made_on
    yield from _days(asked, Lever.INVOICE, lambda day: _with_invoice(facts, day), edges, low=asked.made_on)
    gaps = {terms.online_gap_days for terms in asked.book.policies.get(facts.policy, ())}
    online = facts.first_online_on
    conflicts = [days_after(online, gap) for gap in gaps] if online else []
    yield from _days(asked, Lever.CERTIFICATE, lambda day: _with_certificate(facts, day), conflicts, low=bought)
    if facts.buyer == BuyerKind.CONSUMER:
        yield from _days(asked, Lever.DELIVERY, lambda day: replace(facts, delivered_on=day), edges, low=bought)
    ends = [day for day in (asked.ruling.end_commercial, asked.ruling.end_statutory) if day is not None]
    begun = min(bought, asked.reported_on)
    if Source.LOG not in facts.evidence:
        yield from _days(asked, Lever.DISCOVERY, lambda day: replace(facts, discovered_on=day), ends, low=begun)
    yield from _days(asked, Lever.LOG, lambda day: _with_log(facts, day), ends, low=begun, promise=_is_makers)


def _with_invoice(facts: Facts, day: date) -> Facts:
    """With another invoice, from a known seller, for this model; the contract is of its day."""
    evidence = facts.evidence | {Source.INVOICE}
    return replace(facts, evidence=evidence, sold_on=day, contract_on=None, marks=facts.marks - OF_INVOICES)


def _with_certificate(facts: Facts, day: date) -> Facts:
    return replace(facts, evidence=facts.evidence | {Source.INSTALL_CERT}, installed_on=day)


def _with_log(facts: Facts, day: date) -> Facts:
    return replace(facts, evidence=facts.evidence | {Source.LOG}, discovered_on=day)


def _days(
    asked: _Question, lever: Lever, change: Change, edges: Iterable[date], *, low: date, promise: Promise | None = None
) -> Iterator[WhatIf]:
    """The latest run of days on which the promise holds, if there is one."""
    high, holds = asked.reported_on, promise or asked.promise
    span = latest_run(lambda day: holds(asked.judged(change(day))), edges, low=low, high=high)
    # On the day of the report alone: nobody asks for a paper of today.
    if span is None or (span[0] == high and low < high):
        return
    facts, (since, until) = change(span[0]), span
    ruling = asked.judged(facts)
    yield WhatIf(lever, facts, ruling, since=since, until=until, from_first=since == low, to_last=until == high)


def latest_run(
    holds: Callable[[date], bool], edges: Iterable[date], *, low: date, high: date
) -> tuple[date, date] | None:
    """The first and the last day of the latest run on which `holds`; None where it never does.

    Between two neighbouring edges, on whose days terms change, it must turn only once.
    """
    beside = {day for edge in edges for day in (days_after(edge, -1), edge, days_after(edge, 1))}
    days = sorted({low, high, *beside})
    days = [day for day in days if low <= day <= high]
    place = next((n for n in range(len(days) - 1, -1, -1) if holds(days[n])), None)
    if place is None:
        return None
    until = days[place] if place + 1 == len(days) else _turn(holds, days[place], days[place + 1])
    while place and holds(days[place - 1]):
        place -= 1
    since = days[place] if not place else _turn(holds, days[place], days[place - 1])
    return since, until


def _turn(holds: Callable[[date], bool], good: date, bad: date) -> date:
    """The last day on which it holds on the way from a good day to a bad one, either way in time."""
    while abs((bad - good).days) > 1:
        middle = good + (bad - good) // 2
        good, bad = (middle, bad) if holds(middle) else (good, middle)
    return good


def _by_another_word(asked: _Question) -> Iterator[WhatIf]:
    """Facts that are so or otherwise."""
    facts, ruling = asked.facts, asked.ruling
    for lever, other, mark in _other_words(facts):
        changed = asked.judged(other)
        opens_rights = lever == Lever.CONSUMER and changed.legal == Legal.OPEN
        if changed.decision != ruling.decision or opens_rights:
            yield WhatIf(lever, other, changed, mark=mark)


def _other_words(facts: Facts) -> Iterator[tuple[Lever, Facts, str]]:
    if facts.buyer == BuyerKind.CONSUMER:
        yield Lever.BUSINESS, replace(facts, buyer=BuyerKind.BUSINESS), ""
    else:
        yield Lever.CONSUMER, replace(facts, buyer=BuyerKind.CONSUMER), ""
    if facts.exclusion == Exclusion.CONFIRMED:
        yield Lever.NO_EXCLUSION, replace(facts, exclusion=Exclusion.NONE, exclusion_kind=""), ""
    if facts.exclusion == Exclusion.ALLEGED:
        yield Lever.EXCLUSION, replace(facts, exclusion=Exclusion.CONFIRMED), ""
    if facts.serial_status == SerialStatus.DEFACED:
        yield Lever.PLATE, replace(facts, serial_status=SerialStatus.OK), ""
    mark = next((mark for mark, _reason in LIFE if mark in facts.marks), None)
    if mark is not None:
        yield Lever.MARK, replace(facts, marks=facts.marks - {mark}), mark
