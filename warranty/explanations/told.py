"""What an explanation is told: the plain values of a verdict, whether it comes from a row or fresh from the engine."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from warranty.decisions import Basis, Decision
from warranty.facts import Facts, Source
from warranty.periods import months_after
from warranty.rulings import Flag, Legal, Ruling
from warranty.terms import PolicyTerms

if TYPE_CHECKING:
    from warranty.models import Verdict

PROVISIONAL: Final = "provisional"
PENDING: Final = "pending"
UNDECIDED: Final = frozenset({Decision.NEEDS_PROOF, Decision.REVIEW})
# Which paper shows the start; a start by our own records needs none.
PAPERS: Final = {Source.INSTALL_CERT: "certificate", Source.INVOICE: "invoice"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One verdict; `issuers` names who wrote the papers it rests on, by the kind of paper."""

    brand: str
    decision: str
    basis: str
    reason: str
    legal: str = Legal.NONE
    start: date | None = None
    end_commercial: date | None = None
    end_statutory: date | None = None
    burden_until: date | None = None
    flags: frozenset[str] = frozenset()
    sold_on: date | None = None
    term_months: int | None = None
    issuers: tuple[tuple[str, str], ...] = ()
    # It rests on papers that nobody has verified yet.
    is_provisional: bool = False
    # Nobody has said who bought, and for a company it would be decided otherwise.
    asks_buyer: bool = False

    def issuer(self, source: str) -> str:
        """Who wrote the paper of this kind; empty where nobody is named."""
        return dict(self.issuers).get(PAPERS.get(Source(source), ""), "")

    @property
    def would_proof_help(self) -> bool:
        """Whether a paper could still open the warranty: not once it has run out whatever the paper says."""
        return Flag.PROOF_WANTED in self.flags and self.end_commercial is None

    @property
    def is_legal_alone(self) -> bool:
        return self.decision == Decision.IN_WARRANTY and self.basis == Basis.STATUTORY


def told_of(verdict: "Verdict", *, brand: str) -> Told:
    """The values of a stored verdict; costs no query where the version of the policy is at hand."""
    policy = verdict.policy_version
    is_open = verdict.standing == PROVISIONAL and verdict.decision not in UNDECIDED
    is_unread = any(paper.get("state") == PENDING for paper in verdict.papers)
    return Told(
        brand=brand,
        decision=verdict.decision,
        basis=verdict.basis,
        reason=verdict.reason,
        legal=verdict.legal,
        start=verdict.start_on,
        end_commercial=verdict.commercial_until,
        end_statutory=verdict.statutory_until,
        burden_until=verdict.burden_until,
        flags=frozenset(verdict.flags),
        sold_on=_day(verdict.facts.get("sold_on")),
        term_months=policy.term_months if policy else None,
        issuers=_issuers(verdict.papers),
        is_provisional=is_open and is_unread,
        asks_buyer=is_open and not is_unread,
    )


def told_by(
    ruling: Ruling, facts: Facts, *, brand: str, terms: PolicyTerms | None = None, is_provisional: bool = False
) -> Told:
    """The values of a verdict that nobody has stored; `terms` are those that the engine chose."""
    return Told(
        brand=brand,
        decision=ruling.decision,
        basis=ruling.basis,
        reason=ruling.reason,
        legal=ruling.legal,
        start=ruling.start,
        end_commercial=ruling.end_commercial,
        end_statutory=ruling.end_statutory,
        burden_until=ruling.burden_until,
        flags=frozenset(ruling.flags),
        sold_on=facts.sold_on,
        term_months=terms.term_months if terms else None,
        is_provisional=is_provisional and ruling.decision not in UNDECIDED,
    )


def end_of_term(told: Told) -> date | None:
    """The day on which the bare term ends; what the unit's life added or a cap took away lies beside it."""
    return months_after(told.start, told.term_months) if told.start and told.term_months else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _issuers(papers: Collection[dict[str, object]]) -> tuple[tuple[str, str], ...]:
    used = [paper for paper in papers if not paper.get("refused") and paper.get("issuer")]
    return tuple(sorted({str(paper["kind"]): str(paper["issuer"]) for paper in used}.items()))
