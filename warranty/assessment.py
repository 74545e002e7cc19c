"""What is known of a claim while the rules are asked one after the other."""

from __future__ import annotations

from datetime import date
from typing import Any

from warranty.decisions import Basis, Decision
from warranty.facts import BuyerKind, Facts
from warranty.periods import local_day
from warranty.rulings import Legal, Ruling, Step
from warranty.statutory import stays_until
from warranty.terms import Book, LawTerms, PolicyTerms

Decided = tuple[Decision, Basis, str]


class Assessment:
    """The facts of one claim, what the rules have found so far, and each step they took."""

    __slots__ = (
        *("facts", "book", "reported_on", "discovered_on", "policy", "law", "stays", "start", "end", "reason"),
        *("term_until", "burden_until", "basis", "is_spent", "is_legal_open", "is_commercial_open", "legal"),
        *("flags", "steps"),
    )

    def __init__(self, facts: Facts, book: Book) -> None:
        self.facts = facts
        self.book = book
        self.reported_on = local_day(facts.reported_at, book.zone_of(facts.country))
        self.discovered_on = facts.discovered_on or self.reported_on
        self.policy: PolicyTerms | None = None
        self.law: LawTerms | None = None
        self.stays = stays_until(facts.history, self.reported_on) if facts.history else []
        self.start: date | None = None
        self.end: date | None = None
        self.reason = ""
        self.term_until: date | None = None
        self.burden_until: date | None = None
        self.basis = Basis.NONE
        self.is_spent = self.is_legal_open = self.is_commercial_open = False
        self.legal = Legal.POSSIBLE if self.is_consumer else Legal.NONE
        self.flags: list[str] = []
        self.steps: list[Step] = []

    @property
    def is_consumer(self) -> bool:
        return self.facts.buyer == BuyerKind.CONSUMER

    @property
    def terms(self) -> PolicyTerms:
        """The version of the policy; rule 3 lets nothing pass that has none."""
        assert self.policy is not None
        return self.policy

    def note(self, rule: str, result: str, **inputs: Any) -> None:
        self.steps.append(Step(rule, inputs, result))

    def ruling(self, decided: Decided) -> Ruling:
        decision, basis, reason = decided
        return Ruling(
            decision=decision,
            basis=basis,
            reason=reason,
            start=self.start,
            end_commercial=self.end,
            end_statutory=self.term_until,
            burden_until=self.burden_until,
            flags=tuple(sorted(self.flags)),
            legal=self.legal,
            policy_version=self.policy.id if self.policy else 0,
            law_version=self.law.id if self.law else 0,
            trace=tuple(self.steps),
        )
