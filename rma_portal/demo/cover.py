"""The warranty of the demo's units: claims and verdicts as the engine gives them, written by COPY."""

from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any, Final

from rma_portal.demo.goods import SoldUnit
from rma_portal.demo.sheaf import Sheaf
from warranty.book import current_book, policy_code_of
from warranty.coverage import judge
from warranty.drafting import attention_for, draft
from warranty.evidence import UnitRecord, read_evidence
from warranty.facts import Facts, Mark, SerialStatus
from warranty.models import Buyer, Claim, Standing, Verdict

BUYERS: Final = (Buyer.CONSUMER, Buyer.BUSINESS, Buyer.SECOND_OWNER)
BUYER_SHARES: Final = (70, 25, 5)


@dataclass(frozen=True)
class Asking:
    """Who asks cover for which unit, and whether it was settled long ago, by whom."""

    unit: SoldUnit
    serial: str
    country: str
    at: datetime
    is_safety: bool
    is_settled: bool
    engineer: int | None


def ask_cover(sheaf: Sheaf, asking: Asking, rng: Random) -> int:
    """Write a claim with its verdict; returns its id."""
    claim_id, verdict_id, unit = sheaf.claims.new_id(), sheaf.verdicts.new_id(), asking.unit
    buyer = rng.choices(BUYERS, BUYER_SHARES)[0]
    record = UnitRecord(
        serial=asking.serial,
        product_code=unit.product,
        manufactured_on=unit.manufactured_on,
        sold_on=unit.sold_on,
        first_online_on=unit.first_online_on,
    )
    evidence = read_evidence([], record)
    facts = _facts(asking, buyer, evidence.sources)
    claim = Claim(pk=claim_id, reported_at=asking.at)
    verdict = draft(claim, facts, judge(facts, current_book()), evidence, depends=False)
    verdict.created_at = asking.at
    attention = "" if asking.is_settled else attention_for(verdict, evidence, depends=False)
    who = (asking.serial, unit.product_id, unit.id if asking.serial else None, buyer, asking.country, asking.at)
    sheaf.claims.add(claim_id, *who, asking.is_safety, verdict_id, attention)
    sheaf.verdicts.add(verdict_id, claim_id, *_said(verdict), *_stands(verdict, asking))
    return claim_id


def _facts(asking: Asking, buyer: str, sources: frozenset[str]) -> Facts:
    unit = asking.unit
    return Facts(
        policy=policy_code_of(None),
        model=unit.product,
        reported_at=asking.at,
        serial_status=SerialStatus.OK if asking.serial else SerialStatus.UNKNOWN,
        marks=frozenset({Mark.SAFETY_SYMPTOM}) if asking.is_safety else frozenset(),
        buyer=buyer,
        country=asking.country,
        manufactured_on=unit.manufactured_on,
        shipped_on=unit.shipped_on,
        sold_on=unit.sold_on,
        first_online_on=unit.first_online_on,
        evidence=sources,
    )


def _said(verdict: Verdict) -> tuple[Any, ...]:
    decided = (verdict.decision, verdict.basis, verdict.reason, verdict.legal)
    ends = (verdict.start_on, verdict.commercial_until, verdict.statutory_until, verdict.burden_until)
    versions = (verdict.policy_version_id, verdict.law_version_id)
    flags = "{" + ",".join(verdict.flags) + "}"
    return (*decided, *ends, flags, *versions, verdict.facts, verdict.trace, verdict.papers, verdict.contradictions)


def _stands(verdict: Verdict, asking: Asking) -> tuple[Any, ...]:
    is_refusal_settled = verdict.standing == Standing.TO_CONFIRM and asking.is_settled and asking.engineer is not None
    standing = Standing.ISSUED if is_refusal_settled else verdict.standing
    issued_at = asking.at if standing == Standing.ISSUED else None
    return (asking.at, standing, issued_at, asking.engineer if is_refusal_settled else None)
