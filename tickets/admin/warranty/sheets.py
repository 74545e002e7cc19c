"""A computed verdict as the desk reads it: why, from when until when, who pays, on which papers, by which rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from tickets.admin.warranty.papers import PaperRow, conflicts, paper_rows
from tickets.admin.warranty.trace import TraceRow, start_reason, trace_rows
from tickets.admin.warranty.wishes import sentence
from tickets.admin.warranty.words import in_words
from warranty.book import current_book
from warranty.counterfactuals import what_would_change
from warranty.coverage import judge
from warranty.decisions import Decision
from warranty.explanations.staff import flag_for_staff, reason_for_staff
from warranty.facts import facts_from_json
from warranty.models import Verdict
from warranty.rulings import Flag, Payer, payer_of

PAYERS: Final[Mapping[Payer, StrOrPromise]] = {
    Payer.MAKER: _("we do, under our own warranty"),
    Payer.SELLER: _("the seller, under the legal guarantee; we by recourse"),
    Payer.CUSTOMER: _("the customer, by an estimate"),
    Payer.UNDECIDED: _("not decided; no price may be named"),
}
LEGAL: Final = {"open": _("open"), "closed": _("closed"), "possible": _("possible, a person judges"), "none": _("none")}


@dataclass(frozen=True)
class VerdictSheet:
    """One verdict in words."""

    verdict: Verdict

    @property
    def reason(self) -> str:
        return reason_for_staff(self.verdict.reason)

    @property
    def decision(self) -> StrOrPromise:
        return Decision(self.verdict.decision).label

    @property
    def payer(self) -> StrOrPromise:
        return PAYERS[payer_of(self.verdict.decision, self.verdict.basis, self.verdict.legal)]

    @property
    def legal(self) -> StrOrPromise:
        return LEGAL.get(self.verdict.legal, "")

    @property
    def start_reason(self) -> str:
        """By what the start was found."""
        if Flag.DEEMED_START in self.verdict.flags:
            return flag_for_staff(Flag.DEEMED_START)
        return start_reason(self.verdict.trace)

    @property
    def flags(self) -> list[tuple[str, str]]:
        return [(flag, flag_for_staff(flag)) for flag in self.verdict.flags]

    @property
    def used(self) -> list[PaperRow]:
        return [row for row in paper_rows(self.verdict.papers) if not row.why_not]

    @property
    def unused(self) -> list[PaperRow]:
        return [row for row in paper_rows(self.verdict.papers) if row.why_not]

    @property
    def own_records(self) -> list[str]:
        """Evidence of our own systems, which no paper stands for."""
        known = set(self.verdict.facts.get("evidence", ()))
        return [in_words(source) for source in ("telemetry", "sellout", "log") if source in known]

    @property
    def conflicts(self) -> list[tuple[str, int]]:
        return conflicts(self.verdict.contradictions)

    @property
    def trace(self) -> list[TraceRow]:
        return trace_rows(self.verdict.trace)

    @property
    def wishes(self) -> list[str]:
        """What would change it, under the terms in force now."""
        facts, book = facts_from_json(self.verdict.facts), current_book()
        return [sentence(wish) for wish in what_would_change(facts, judge(facts, book), book)]
