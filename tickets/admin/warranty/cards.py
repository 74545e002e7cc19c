"""The verdict on one unit at the desk: what holds, what the customer hears, what people may do about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from common.money import amount
from tickets.admin.forms.warranty import OverrideForm, WarrantyFactsForm
from tickets.admin.warranty.sheets import PAYERS, VerdictSheet
from tickets.covers import heard_of
from tickets.models import TicketLine
from tickets.numbers import pretty
from warranty.decisions import Decision
from warranty.explanations import explain, told_of
from warranty.explanations.staff import reason_for_staff
from warranty.models import Claim, Override, Standing, Swap, Unit, Verdict
from warranty.rulings import Reason, payer_of
from warranty.services.claims import StatedFacts
from warranty.standing import Effective, effective

TONES: Final[Mapping[str, str]] = {
    Decision.IN_WARRANTY: "ours",
    Decision.OUT_OF_WARRANTY: "",
    Decision.VOID: "alarm",
    Decision.NEEDS_PROOF: "wait",
    Decision.REVIEW: "done",
}
BUTTONS: Final = frozenset({"confirm_verdict", "second_override", "withdraw_override"})


@dataclass(frozen=True)
class Earlier:
    """A verdict that another one took the place of."""

    at: datetime
    decision: str
    reason: str
    standing: str


@dataclass(frozen=True)
class VerdictCard:
    """One unit's verdict; `refused` are the forms of this unit that could not be taken, by the name of the change.

    `is_open`: with its reasons and forms; of many units the page opens one at a time.
    """

    line: TicketLine
    claim: Claim
    on: date
    refused: Mapping[str, forms.Form] = field(default_factory=dict)
    is_open: bool = True

    @property
    def verdict(self) -> Verdict | None:
        return self.claim.verdict

    @property
    def sheet(self) -> VerdictSheet | None:
        return VerdictSheet(self.verdict) if self.verdict else None

    @cached_property
    def holds(self) -> Effective:
        """What holds now: the override if one does, else the verdict."""
        return effective(self.claim, on=self.on)

    @property
    def label(self) -> StrOrPromise:
        return Decision(self.holds.decision).label if self.holds.decision else _("being computed")

    @property
    def tone(self) -> str:
        return TONES.get(self.holds.decision, "")

    @property
    def standing(self) -> StrOrPromise:
        if self.holds.is_override:
            return _("overridden")
        return self.verdict.get_standing_display() if self.verdict else ""

    @property
    def payer(self) -> StrOrPromise:
        """Who would pay; what somebody covers against the rules, we pay."""
        verdict = self.verdict
        if verdict is None:
            return ""
        basis = "" if self.holds.is_override else verdict.basis
        return PAYERS[payer_of(self.holds.decision, basis, verdict.legal)]

    @property
    def is_due(self) -> bool:
        return self.claim.due_since is not None

    @property
    def heard(self) -> str:
        """What the customer reads now."""
        return heard_of(self.claim, on=self.on, brand=settings.BRAND_NAME).text

    @property
    def will_be_heard(self) -> str:
        """What the customer will read once somebody has confirmed it; empty where that is what they read now."""
        if self.verdict is None or self.holds.may_be_heard:
            return ""
        told = told_of(self.verdict, brand=settings.BRAND_NAME)
        return explain(replace(told, is_provisional=False, asks_buyer=False))

    @property
    def successor(self) -> Unit | None:
        """The unit that took the place of this one, where that is what the verdict stumbled over."""
        if self.line.unit is None or self.verdict is None or self.verdict.reason != Reason.REPLACED_SERIAL:
            return None
        swap: Swap | None = getattr(self.line.unit, "swapped_for", None)
        return swap.successor if swap else None

    @property
    def open_elsewhere(self) -> str:
        """The number of the case in which the unit is on its way back, where the verdict stumbled over that."""
        is_why = self.verdict is not None and self.verdict.reason == Reason.DUPLICATE_OPEN
        return pretty(self.claim.open_elsewhere) if is_why and self.claim.open_elsewhere else ""

    @property
    def earlier(self) -> list[Earlier]:
        found: list[dict[str, Any]] = getattr(self.line, "earlier_verdicts", [])
        return [
            Earlier(
                at=datetime.fromisoformat(row["at"]),
                decision=str(Decision(row["decision"]).label),
                reason=reason_for_staff(row["reason"]),
                standing=str(Standing(row["standing"]).label),
            )
            for row in found
        ]

    @cached_property
    def override(self) -> Override | None:
        """The one that holds, or that waits for a second person."""
        return next((one for one in self.claim.overrides.all() if one.stands(on=self.on)), None)

    @property
    def waits_for_second(self) -> bool:
        return self.override is not None and self.override.waits_for_second

    @property
    def override_cost(self) -> str:
        return amount(self.override.cost, self.override.currency) if self.override and self.override.cost else ""

    @property
    def past_overrides(self) -> Sequence[Override]:
        return [one for one in self.claim.overrides.all() if one is not self.override]

    @property
    def may_be_confirmed(self) -> bool:
        waits = self.verdict is not None and self.verdict.standing == Standing.TO_CONFIRM
        return waits and not self.is_due and not self.holds.is_override

    @property
    def may_be_overridden(self) -> bool:
        return self.verdict is not None and self.override is None and not self.is_due

    @cached_property
    def facts_form(self) -> forms.Form:
        said = StatedFacts.of(self.claim)
        initial = {"line": self.line.pk, **vars(said)}
        return self._form("warranty_facts", WarrantyFactsForm, initial)

    @cached_property
    def override_form(self) -> forms.Form:
        initial = {"line": self.line.pk, "seen": self.claim.verdict_id}
        return self._form("override", OverrideForm, initial)

    def _form(self, name: str, kind: type[forms.Form], initial: dict[str, Any]) -> forms.Form:
        form = self.refused.get(name) or kind(initial=initial)
        form.auto_id = f"{name}-{self.line.pk}-%s"
        return form

    @property
    def button_errors(self) -> list[str]:
        """Why a button that has no fields was refused."""
        refused = [form for name, form in self.refused.items() if name in BUTTONS]
        return [str(error) for form in refused for found in form.errors.values() for error in found]


def card_of(line: TicketLine, *, on: date, refused: Mapping[str, forms.Form], is_open: bool) -> VerdictCard | None:
    """The card of a unit for which cover was asked."""
    if line.claim is None:
        return None
    about_units = {name: form for name, form in refused.items() if "line" in form.fields}
    mine = {name: form for name, form in about_units.items() if str(form["line"].value()) == str(line.pk)}
    return VerdictCard(line, line.claim, on, mine, is_open or bool(mine))


def mixed(decisions: Sequence[tuple[str, int]]) -> list[tuple[str, str, int]]:
    """How many units of a case were decided how, with the tone of each."""
    return [(str(Decision(decision).label), TONES[Decision(decision)], count) for decision, count in decisions]
