"""Deciding a claim: computed from its facts, kept with them, confirmed by a person where it is a refusal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from warranty.book import current_book
from warranty.coverage import judge
from warranty.decisions import Decision
from warranty.evidence import Evidence, read_evidence
from warranty.facts import BuyerKind, Facts, facts_to_json
from warranty.models import Attention, Claim, Standing, Verdict
from warranty.rulings import REFUSALS, Ruling, Step
from warranty.selectors.facts import facts_of, first_of_chain, record_of
from warranty.selectors.papers import papers_of
from warranty.services.claims import lock_claim
from warranty.terms import Book

# What makes a verdict another one: if none of these moved, the old one stays.
COMPARED: Final = (
    *("decision", "basis", "reason", "start_on", "commercial_until", "statutory_until", "burden_until", "flags"),
    *("legal", "policy_version_id", "law_version_id", "facts", "papers", "contradictions"),
)
# What the customer and the confirming person looked at: a refusal that says the same again stays confirmed.
SAID: Final = ("decision", "reason", "commercial_until", "statutory_until")


@dataclass(frozen=True)
class Assessed:
    """A claim that was looked at again: its verdict, and the one before where another took its place."""

    claim: Claim
    verdict: Verdict
    before: Verdict | None
    is_new: bool

    @property
    def says_something_new(self) -> bool:
        """Whether people have to hear of it."""
        return self.is_new and (self.before is None or not _says_the_same(self.verdict, self.before))


@transaction.atomic
def judge_claim(*, claim: Claim, open_elsewhere: str = "") -> Assessed:
    """Compute the verdict from the facts as they are now; the same facts leave the verdict that stands.

    `open_elsewhere` is the number under which the same unit is on its way back already.
    """
    claim = lock_claim(claim)
    claim.open_elsewhere = open_elsewhere
    first, book = first_of_chain(claim.unit), current_book()
    evidence = read_evidence(papers_of([claim]).get(claim.pk, []), record_of(claim, first))
    facts = facts_of(claim, first, evidence)
    ruling = judge(facts, book)
    depends = not claim.buyer and _depends_on_buyer(facts, ruling, book)
    fresh = _verdict(claim, facts, ruling, evidence, is_open=depends)
    before = claim.verdict
    is_new = before is None or not _is_same(fresh, before)
    if is_new:
        _carry_confirmation(fresh, before)
        fresh.save()
        claim.verdict = fresh
    claim.attention = _attention(fresh, evidence, depends=depends)
    claim.due_since = None
    claim.save(update_fields=["open_elsewhere", "verdict", "attention", "due_since"])
    return Assessed(claim, claim.verdict or fresh, before, is_new)


@transaction.atomic
def confirm_verdict(*, claim: Claim, seen: int, user: User) -> Verdict:
    """A person stands behind a refusal: from now on the customer may hear it.

    `seen` is the verdict on their screen; raises DomainError when another has taken its place or it needs nobody.
    """
    claim = lock_claim(claim)
    verdict = claim.verdict
    if verdict is None or verdict.pk != seen or claim.due_since is not None:
        raise DomainError(_("The facts have changed meanwhile; please look at the verdict again."))
    if verdict.standing != Standing.TO_CONFIRM:
        raise DomainError(_("This verdict does not wait for a confirmation."))
    verdict.standing, verdict.issued_at, verdict.confirmed_by = Standing.ISSUED, timezone.now(), user
    verdict.save(update_fields=["standing", "issued_at", "confirmed_by"])
    Claim.objects.filter(pk=claim.pk).update(attention="")
    return verdict


def _depends_on_buyer(facts: Facts, ruling: Ruling, book: Book) -> bool:
    """Whether it would be decided otherwise if a company had bought; then somebody has to ask."""
    return judge(replace(facts, buyer=BuyerKind.BUSINESS), book).decision != ruling.decision


def _verdict(claim: Claim, facts: Facts, ruling: Ruling, evidence: Evidence, *, is_open: bool) -> Verdict:
    at = timezone.now()
    standing = _standing(ruling, evidence, is_open=is_open)
    return Verdict(
        claim=claim,
        decision=ruling.decision,
        basis=ruling.basis,
        reason=str(ruling.reason),
        start_on=ruling.start,
        commercial_until=ruling.end_commercial,
        statutory_until=ruling.end_statutory,
        burden_until=ruling.burden_until,
        flags=[str(flag) for flag in ruling.flags],
        legal=str(ruling.legal),
        policy_version_id=ruling.policy_version or None,
        law_version_id=ruling.law_version or None,
        facts=facts_to_json(facts),
        trace=trace_to_json(ruling.trace),
        papers=evidence.papers_as_data(),
        contradictions=evidence.contradictions_as_data(),
        created_at=at,
        standing=standing,
        issued_at=at if standing == Standing.ISSUED else None,
    )


def trace_to_json(trace: Sequence[Step]) -> list[dict[str, Any]]:
    """The steps as they are kept: rule, inputs, result."""
    return [{"rule": step.rule, "inputs": _plain(step.inputs), "result": str(step.result)} for step in trace]


def _plain(inputs: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in inputs.items()}


def _standing(ruling: Ruling, evidence: Evidence, *, is_open: bool) -> Standing:
    if is_open or evidence.waiting or not evidence.is_verified:
        return Standing.PROVISIONAL
    if ruling.decision in REFUSALS:
        return Standing.TO_CONFIRM
    return Standing.ISSUED if ruling.decision == Decision.IN_WARRANTY else Standing.PROVISIONAL


def _is_same(fresh: Verdict, before: Verdict) -> bool:
    if fresh.standing != before.standing and not _is_confirmed(fresh, before):
        return False
    return all(getattr(fresh, name) == getattr(before, name) for name in COMPARED)


def _is_confirmed(fresh: Verdict, before: Verdict) -> bool:
    return fresh.standing == Standing.TO_CONFIRM and before.standing == Standing.ISSUED


def _says_the_same(fresh: Verdict, before: Verdict) -> bool:
    return fresh.standing == before.standing and all(getattr(fresh, name) == getattr(before, name) for name in SAID)


def _carry_confirmation(fresh: Verdict, before: Verdict | None) -> None:
    if before is None or not _is_confirmed(fresh, before):
        return
    if all(getattr(fresh, name) == getattr(before, name) for name in SAID):
        fresh.standing, fresh.issued_at, fresh.confirmed_by = Standing.ISSUED, before.issued_at, before.confirmed_by


def _attention(verdict: Verdict, evidence: Evidence, *, depends: bool) -> str:
    if evidence.waiting:
        return Attention.TO_VERIFY
    if verdict.decision == Decision.NEEDS_PROOF:
        return Attention.NEEDS_PROOF
    if verdict.decision == Decision.REVIEW or depends:
        return Attention.REVIEW
    return Attention.TO_CONFIRM if verdict.standing == Standing.TO_CONFIRM else ""
