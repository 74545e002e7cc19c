"""The legal guarantee: the seller's liability towards the first consumer, by country and contract."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from warranty.facts import Stay
from warranty.periods import days_after, months_after
from warranty.terms import LawTerms

REPAIR: Final = "repair"
REPLACE: Final = "replace"
PAID: Final = "paid"


def stays_until(history: Sequence[Stay], day: date) -> list[Stay]:
    """The stays that have ended by that day, in the order of time: one that has not changes nothing."""
    ended = [stay for stay in history if stay.returned is not None and stay.returned <= day]
    if len(ended) > 1:
        ended.sort(key=lambda stay: (stay.returned or day, stay.handed_over, stay.kind, stay.choice))
    return ended


def days_away(stay: Stay) -> int:
    """Days between hand-over and return."""
    return max((stay.returned - stay.handed_over).days, 0) if stay.returned else 0


def legal_ends(law: LawTerms, *, since: date, stays: Sequence[Stay]) -> tuple[date, date | None]:
    """The end of the term and of the time in which the seller bears the burden of proof (None where nobody presumes).

    `since` is the delivery, else the sale. A paid repair moves neither.
    """
    term = months_after(since, law.term_months)
    burden = None if law.burden_months is None else months_after(since, law.burden_months)
    repairs = 0
    for stay in stays:
        if stay.kind == PAID or stay.returned is None:
            continue
        if stay.kind == REPLACE and law.renews_after(stay.choice):
            term = max(term, months_after(stay.returned, law.renewed_term_months))
            burden = _renewed_burden(law, burden, stay.returned)
            continue
        if law.suspends_term:
            term = days_after(term, days_away(stay))
        if law.suspends_burden and burden is not None:
            burden = days_after(burden, days_away(stay))
        if stay.kind == REPAIR and (law.repairs_that_add is None or repairs < law.repairs_that_add):
            term, repairs = months_after(term, law.repair_adds_months), repairs + 1
    return term, burden


def _renewed_burden(law: LawTerms, burden: date | None, returned: date) -> date | None:
    if law.renewed_burden_months is None:
        return burden
    renewed = months_after(returned, law.renewed_burden_months)
    return renewed if burden is None else max(burden, renewed)
