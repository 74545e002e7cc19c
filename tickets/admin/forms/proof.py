"""What staff read on a paper, and why they would not accept it."""

import re
from datetime import date
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.selectors import find_partner
from tickets.admin.forms.fields import IdsField
from tickets.admin.forms.warranty import DayField
from tickets.forms.fields import LineField, ProductField, TextField
from tickets.services.lines import MOST_LINES
from warranty import catalogue
from warranty.models import Proof, ProofKind, Rejection
from warranty.services.proofs import MOST_UNITS, Findings

ANOTHER_DAY: Final = "other"
BETWEEN: Final = re.compile(r"[\s,;]+")


class VerifyForm(forms.Form):
    """The findings, as they are proposed and as a person stands for them."""

    kind = forms.ChoiceField(label=_("It is"), choices=ProofKind.choices)
    # One of the days that were read, or another one.
    day = forms.CharField(required=False, max_length=10)
    dated_on = DayField(label=_("Day of sale or installation"), required=False)
    issuer = LineField(label=_("Issued by"), required=False, max_length=200)
    number = LineField(label=_("Number on the paper"), required=False, max_length=60)
    quantity = forms.IntegerField(
        label=_("How many units"),
        min_value=1,
        max_value=MOST_UNITS,
        error_messages={"required": _("Please give the number of units on the paper.")},
    )
    currency = LineField(label=_("Currency"), required=False, max_length=3)
    product = ProductField(label=_("Model named"), required=False)
    serials = TextField(label=_("Serial numbers on the paper"), required=False, max_length=20_000)
    how = LineField(label=_("How it was verified"), required=False, max_length=200)
    lines = IdsField(most=MOST_LINES, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        chosen, typed = str(cleaned.get("day") or ""), cleaned.get("dated_on")
        if chosen and chosen != ANOTHER_DAY:
            cleaned["dated_on"] = _day(chosen)
            if typed and typed != cleaned["dated_on"]:
                self.add_error("dated_on", _("You have chosen one day and typed another one."))
        if not cleaned.get("dated_on") and "dated_on" not in self.errors:
            self.add_error("dated_on", _("Please choose or give the day that is on the paper."))
        return cleaned

    def findings(self) -> Findings:
        """The cleaned form as the service takes it."""
        given = self.cleaned_data
        return Findings(
            kind=given["kind"],
            dated_on=given["dated_on"],
            issuer=given["issuer"],
            partner=find_partner(given["issuer"]),
            number=given["number"],
            quantity=given["quantity"],
            currency=given["currency"],
            product=catalogue.products().get(given["product"]),
            serials=[serial for serial in BETWEEN.split(given["serials"]) if serial],
            how=given["how"],
        )


class RejectForm(forms.Form):
    """Why, and whether the customer hears of it."""

    because = forms.ChoiceField(choices=Rejection.choices, error_messages={"required": _("Please say why.")})
    note = LineField(label=_("In your own words; the customer reads it"), required=False, max_length=300)
    tell = forms.BooleanField(required=False)


class UseAsProofForm(forms.Form):
    """A file of the case that is evidence."""

    file = forms.UUIDField()
    kind = forms.ChoiceField(label=_("It is"), choices=ProofKind.choices, required=False)

    def clean_kind(self) -> str:
        return self.cleaned_data["kind"] or ProofKind.INVOICE


def as_proposed(proof: Proof) -> dict[str, Any]:
    """What the form starts with: what stands on the row, else the likeliest of what was read."""
    read = proof.proposal
    sellers, numbers, products = read.get("sellers", []), read.get("numbers", []), read.get("products", [])
    product = proof.product.code if proof.product else (products[0] if len(products) == 1 else "")
    clear = proof.dated_on.isoformat() if proof.dated_on and not proof.or_dated_on else ""
    is_offered = clear in {text for found in read.get("dates", []) for text in (found["on"], found["or"])}
    return {
        "kind": proof.kind,
        "day": clear if is_offered or not clear else ANOTHER_DAY,
        "dated_on": "" if is_offered else clear,
        "issuer": proof.issuer or (sellers[0]["name"] if sellers else ""),
        "number": proof.number or (numbers[0] if numbers else ""),
        "quantity": proof.quantity,
        "currency": proof.currency,
        "product": product,
        "serials": "\n".join(proof.serials),
        "how": proof.how,
    }


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
