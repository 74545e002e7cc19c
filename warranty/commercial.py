"""The maker's own warranty: when it starts, by which evidence, and when it ends."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from warranty.facts import Facts, Source, Stay
from warranty.periods import days_after, months_after
from warranty.rulings import Flag, Reason
from warranty.statutory import PAID, days_away
from warranty.terms import INSTALLATION, PolicyTerms


class Start(NamedTuple):
    """Where the cover begins and by what that is shown; no day where nothing proves one."""

    on: date | None
    reason: str = ""
    flag: str = ""


def start_of(facts: Facts, policy: PolicyTerms) -> Start:
    """The start that the evidence proves, never later than the policy lets it lag behind the sale."""
    start = _installed(facts, policy) if policy.start_rule == INSTALLATION else None
    start = start or _bought(facts)
    if start.on is None or facts.sold_on is None or policy.install_lag_cap_months is None:
        return start
    latest = months_after(facts.sold_on, policy.install_lag_cap_months)
    return Start(latest, Reason.INSTALL_LAG_CAP, start.flag) if start.on > latest else start


def _installed(facts: Facts, policy: PolicyTerms) -> Start | None:
    online = facts.first_online_on
    if facts.installed_on is not None and Source.INSTALL_CERT in facts.evidence:
        if online is not None and (facts.installed_on - online).days > policy.online_gap_days:
            return Start(online, Reason.START_TELEMETRY, Flag.DATE_CONFLICT)
        return Start(facts.installed_on, Reason.START_INSTALL)
    if online is not None and Source.TELEMETRY in facts.evidence:
        return Start(online, Reason.START_TELEMETRY)
    return None


def _bought(facts: Facts) -> Start:
    is_shown = Source.INVOICE in facts.evidence or Source.SELLOUT in facts.evidence
    return Start(facts.sold_on, Reason.START_PURCHASE) if is_shown and facts.sold_on else Start(None)


def latest_end(facts: Facts, policy: PolicyTerms) -> date | None:
    """The day beyond which the term never runs, counted from the maker's shipment."""
    if policy.shipment_cap_months is None or facts.shipped_on is None:
        return None
    return months_after(facts.shipped_on, policy.shipment_cap_months)


def end_after(end: date, stays: Sequence[Stay], *, tail_days: int, suspended: bool) -> tuple[date, bool]:
    """The end after repairs and replacements, and whether the tail of the last one is what it comes from.

    `suspended`: the law adds the days at the trader to the commercial warranty too.
    """
    by_tail = False
    for stay in stays:
        if stay.kind == PAID or stay.returned is None:
            continue
        if suspended:
            end = days_after(end, days_away(stay))
        tail = days_after(stay.returned, tail_days)
        if tail > end:
            end, by_tail = tail, True
    return end, by_tail
