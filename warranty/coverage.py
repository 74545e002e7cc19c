"""From the facts of a claim to a verdict that can be defended: the rules in their order, each step written down.

A pure function: no rows, no clock, no settings. The first rule that decides, decides. The numbers are those of the
warranty rules in `docs/warranty.md`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from warranty.assessment import Assessment, Decided
from warranty.commercial import end_after, latest_end, start_of
from warranty.decisions import Basis, Decision
from warranty.facts import Exclusion, Facts, Mark, SerialStatus, Source
from warranty.periods import days_after, months_after
from warranty.rulings import EXCLUDED, Flag, Legal, Reason, Ruling
from warranty.statutory import PAID, legal_ends
from warranty.terms import REPORT, Book

IDENTITY: Final[dict[str, Decided]] = {
    SerialStatus.OTHER_BRAND: (Decision.VOID, Basis.NONE, Reason.NOT_OUR_PRODUCT),
    SerialStatus.UNKNOWN: (Decision.NEEDS_PROOF, Basis.NONE, Reason.SERIAL_UNKNOWN),
    SerialStatus.DEFACED: (Decision.VOID, Basis.NONE, Reason.SERIAL_DEFACED),
}
LIFE: Final = (
    (Mark.STOLEN, Reason.STOLEN_FLAG),
    (Mark.CLONE, Reason.CLONE_SUSPECTED),
    (Mark.REPLACED, Reason.REPLACED_SERIAL),
    (Mark.OPEN_RMA, Reason.DUPLICATE_OPEN),
)
BASES: Final = {
    (True, True): Basis.BOTH,
    (True, False): Basis.COMMERCIAL,
    (False, True): Basis.STATUTORY,
    (False, False): Basis.NONE,
}


def judge(facts: Facts, book: Book) -> Ruling:
    """The verdict on a claim under the versions of this book."""
    case = Assessment(facts, book)
    for rule in RULES:
        decided = rule(case)
        if decided is not None:
            return case.ruling(decided)
    raise AssertionError("The last rule always decides.")


def _note_safety(case: Assessment) -> None:
    if Mark.SAFETY_SYMPTOM in case.facts.marks:
        case.flags.append(Flag.SAFETY_LANE)
        case.note("0", Flag.SAFETY_LANE, symptom=Mark.SAFETY_SYMPTOM)


def _ask_identity(case: Assessment) -> Decided | None:
    decided = IDENTITY.get(case.facts.serial_status)
    if decided and decided[2] == Reason.NOT_OUR_PRODUCT:
        case.legal = Legal.NONE
    case.note("1", decided[2] if decided else "ok", serial=case.facts.serial_status, model=case.facts.model)
    return decided


def _ask_life(case: Assessment) -> Decided | None:
    marks = case.facts.marks
    if not marks:
        return None
    for mark, reason in LIFE:
        if mark in marks:
            case.note("2", reason, unit=mark)
            return Decision.REVIEW, Basis.NONE, reason
    return None


def _ask_invoice(case: Assessment) -> Decided | None:
    if Source.INVOICE in case.facts.evidence and (reason := _fault_of_invoice(case)):
        is_mismatch = reason == Reason.INVOICE_MODEL_MISMATCH
        case.note("3", reason, invoice=case.facts.sold_on, manufactured=case.facts.manufactured_on)
        return Decision.NEEDS_PROOF if is_mismatch else Decision.REVIEW, Basis.NONE, reason
    return None


def _fault_of_invoice(case: Assessment) -> str:
    facts, sold = case.facts, case.facts.sold_on
    if sold is not None and sold > case.reported_on:
        return Reason.INVOICE_FUTURE
    if sold is not None and facts.manufactured_on is not None and sold < facts.manufactured_on:
        return Reason.INVOICE_BEFORE_MANUFACTURE
    if Mark.INVOICE_QTY_EXCEEDED in facts.marks:
        return Reason.INVOICE_QTY_EXCEEDED
    if Mark.INVOICE_MODEL_MISMATCH in facts.marks:
        return Reason.INVOICE_MODEL_MISMATCH
    return Reason.RESELLER_UNKNOWN if Mark.RESELLER_UNKNOWN in facts.marks else ""


def _choose_policy(case: Assessment) -> Decided | None:
    facts = case.facts
    deciding = facts.sold_on or facts.shipped_on or facts.first_online_on
    case.policy = case.book.policy_for(facts.policy, model=facts.model, market=facts.country, sold=deciding)
    if case.policy is None:
        case.note("4", Reason.NO_POLICY, policy=facts.policy, model=facts.model, sold=deciding)
        return Decision.REVIEW, Basis.NONE, Reason.NO_POLICY
    case.note("4", f"{case.policy.term_months} months", policy=facts.policy, model=facts.model, sold=deciding)
    return None


def _find_start(case: Assessment) -> None:
    facts, terms = case.facts, case.terms
    start, latest = start_of(facts, terms), latest_end(facts, terms)
    if start.flag:
        case.flags.append(start.flag)
    if start.on is not None:
        case.start, case.reason, case.end = start.on, start.reason, months_after(start.on, terms.term_months)
        if latest is not None and latest < case.end:
            # Sold so long after the shipment, it has no cover left; but none ends before it starts.
            case.end, case.reason = max(latest, start.on), Reason.CAP
    elif latest is not None and case.reported_on > latest:
        case.end, case.is_spent = latest, True
    case.note("4", case.reason or "no start", start=case.start, end=case.end, evidence=sorted(facts.evidence))


def _run_legal_track(case: Assessment) -> None:
    facts = case.facts
    if not case.is_consumer:
        return
    since = facts.delivered_on or facts.sold_on
    contract = facts.contract_on or facts.sold_on or facts.delivered_on or case.reported_on
    case.law = law = case.book.law_for(facts.country, contract=contract)
    if law is None or since is None:
        case.note("5", Legal.POSSIBLE, country=facts.country, delivered=since)
        return
    case.term_until, case.burden_until = legal_ends(law, since=since, stays=case.stays)
    counts = case.reported_on if law.counts_from == REPORT else case.discovered_on
    case.is_legal_open = counts <= case.term_until
    case.legal = Legal.OPEN if case.is_legal_open else Legal.CLOSED
    case.note("5", case.legal, country=facts.country, since=since, until=case.term_until, counts=counts)


def _decide_without_start(case: Assessment) -> Decided | None:
    if case.start is not None:
        return None
    made = case.facts.manufactured_on
    if not case.is_spent and made is not None:
        case.start = days_after(made, case.terms.deemed_start_days)
        case.flags.append(Flag.DEEMED_START)
    if case.is_legal_open:
        case.flags.append(Flag.PROOF_WANTED)
        decided: Decided = (Decision.IN_WARRANTY, Basis.STATUTORY, Reason.STATUTORY_ONLY)
    elif case.is_spent:
        decided = _refuse(case, Reason.CAP)
    else:
        decided = (Decision.NEEDS_PROOF, Basis.NONE, Reason.PROOF_OF_PURCHASE)
    case.note("6", decided[2], manufactured=made, legal=case.legal, spent=case.is_spent)
    return decided


def _refuse(case: Assessment, reason: str) -> Decided:
    """No cover; but where the law names no fixed term a person has to judge the consumer's claim on the seller."""
    if case.is_consumer and case.law is None:
        return Decision.REVIEW, Basis.NONE, Reason.STATUTORY_POSSIBLE
    return Decision.OUT_OF_WARRANTY, Basis.NONE, reason


def _run_commercial_clock(case: Assessment) -> None:
    if case.stays and case.end is not None:
        suspended = case.is_consumer and case.law is not None and case.law.suspends_cover
        end, by_tail = end_after(case.end, case.stays, tail_days=case.terms.tail_days, suspended=suspended)
        if end != case.end:
            case.note("7", Reason.TAIL90 if by_tail else "moved", before=case.end, end=end, stays=len(case.stays))
        case.end, case.reason = end, Reason.TAIL90 if by_tail else case.reason


def _find_basis(case: Assessment) -> None:
    assert case.end is not None
    case.is_commercial_open = case.reported_on <= case.end
    if not case.is_commercial_open and _was_found_in_time(case, case.end):
        case.is_commercial_open, case.reason = True, Reason.LATE_TAIL
    case.basis = BASES[case.is_commercial_open, case.is_legal_open]
    case.note("8", case.basis, reported=case.reported_on, end=case.end, discovered=case.facts.discovered_on)


def _was_found_in_time(case: Assessment, end: date) -> bool:
    found = case.facts.discovered_on
    if found is None or Source.LOG not in case.facts.evidence:
        return False
    return found <= end and case.reported_on <= months_after(found, case.terms.notice_months)


def _apply_exclusion(case: Assessment) -> Decided | None:
    facts = case.facts
    if facts.exclusion != Exclusion.CONFIRMED or case.basis == Basis.NONE:
        return None
    if case.is_legal_open:
        case.flags.append(Flag.SELLER_CHECK)
    reason = f"{EXCLUDED}{facts.exclusion_kind.upper()}"
    case.note("9", reason, exclusion=facts.exclusion_kind, legal=case.legal)
    return Decision.VOID, Basis.NONE, reason


def _apply_paid_repair(case: Assessment) -> Decided | None:
    if case.basis != Basis.NONE:
        return None
    same = [stay.returned for stay in case.stays if stay.kind == PAID and stay.choice == "same_fault" and stay.returned]
    if not same:
        return None
    returned = max(same)
    until = days_after(returned, case.terms.paid_repair_days)
    if case.reported_on > until:
        return None
    case.end = until
    case.note("10", Reason.REPAIR_WARRANTY, returned=returned, until=until)
    return Decision.IN_WARRANTY, Basis.REPAIR, Reason.REPAIR_WARRANTY


def _apply_expiry(case: Assessment) -> Decided | None:
    if case.basis != Basis.NONE:
        return None
    decided = _refuse(case, Reason.EXPIRED)
    case.note("11", decided[2], end=case.end, legal=case.legal)
    return decided


def _ask_notice(case: Assessment) -> Decided | None:
    if case.is_legal_open:
        return None
    latest = months_after(case.discovered_on, case.terms.notice_months)
    if case.reported_on <= latest:
        return None
    case.note("12", Reason.LATE_NOTICE, discovered=case.discovered_on, latest=latest, reported=case.reported_on)
    return Decision.REVIEW, case.basis, Reason.LATE_NOTICE


def _note_doubts(case: Assessment) -> None:
    if case.facts.exclusion == Exclusion.ALLEGED:
        case.flags.append(Flag.PENDING_INSPECTION)
        case.note("13", Flag.PENDING_INSPECTION, exclusion=case.facts.exclusion_kind)
    if case.is_legal_open and case.burden_until is not None and case.discovered_on > case.burden_until:
        case.flags.append(Flag.BURDEN_ON_CONSUMER)
        case.note("13", Flag.BURDEN_ON_CONSUMER, discovered=case.discovered_on, burden=case.burden_until)


def _ask_dead_on_arrival(case: Assessment) -> Decided | None:
    sold = case.facts.sold_on
    if not case.is_commercial_open or sold is None or Source.INVOICE not in case.facts.evidence:
        return None
    latest = days_after(sold, case.terms.doa_days)
    if case.reported_on > latest:
        return None
    case.note("14", Reason.DOA, invoice=sold, latest=latest)
    return Decision.IN_WARRANTY, case.basis, Reason.DOA


def _cover(case: Assessment) -> Decided:
    reason = case.reason if case.is_commercial_open else Reason.STATUTORY_ONLY
    case.note("15", reason, basis=case.basis)
    return Decision.IN_WARRANTY, case.basis, reason


RULES: Final[tuple[Callable[[Assessment], Decided | None], ...]] = (
    _note_safety,
    _ask_identity,
    _ask_life,
    _ask_invoice,
    _choose_policy,
    _find_start,
    _run_legal_track,
    _decide_without_start,
    _run_commercial_clock,
    _find_basis,
    _apply_exclusion,
    _apply_paid_repair,
    _apply_expiry,
    _ask_notice,
    _note_doubts,
    _ask_dead_on_arrival,
    _cover,
)
