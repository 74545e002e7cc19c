"""From a ruling of the engine to the verdict as it is kept: provisional, waiting for a person, or issued."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone

from warranty.coverage import judge
from warranty.decisions import Decision
from warranty.evidence import Evidence
from warranty.facts import BuyerKind, Facts, facts_to_json
from warranty.models import Attention, Claim, Standing, Verdict
from warranty.rulings import REFUSALS, Ruling, Step
from warranty.terms import Book


def depends_on_buyer(facts: Facts, ruling: Ruling, book: Book) -> bool:
    """Whether it would be decided otherwise if a company had bought; then somebody has to ask."""
    return judge(replace(facts, buyer=BuyerKind.BUSINESS), book).decision != ruling.decision


def draft(claim: Claim, facts: Facts, ruling: Ruling, evidence: Evidence, *, depends: bool) -> Verdict:
    """The verdict as a row that is not written yet."""
    at = timezone.now()
    standing = _standing(ruling, evidence, depends=depends)
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


def _standing(ruling: Ruling, evidence: Evidence, *, depends: bool) -> Standing:
    if depends or evidence.waiting or not evidence.is_verified:
        return Standing.PROVISIONAL
    if ruling.decision in REFUSALS:
        return Standing.TO_CONFIRM
    return Standing.ISSUED if ruling.decision == Decision.IN_WARRANTY else Standing.PROVISIONAL


def attention_for(verdict: Verdict, evidence: Evidence, *, depends: bool) -> str:
    """What a person has to do next; empty where nothing is left."""
    if evidence.waiting:
        return Attention.TO_VERIFY
    if verdict.decision == Decision.NEEDS_PROOF:
        return Attention.NEEDS_PROOF
    if verdict.decision == Decision.REVIEW or depends:
        return Attention.REVIEW
    return Attention.TO_CONFIRM if verdict.standing == Standing.TO_CONFIRM else ""
