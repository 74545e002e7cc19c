"""What staff say of a unit's warranty, and what they decide about it."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from common.keyset import LARGEST
from common.money import read_amount
from tickets.forms.fields import CountryField, LineField
from warranty.models import Buyer, Exclusion, ExclusionState, Plate
from warranty.services.overrides import CHOICES, MOST_CENTS

CURRENCIES: Final = ("EUR", "SEK", "NOK", "DKK", "GBP", "CHF")


class DayField(forms.DateField):
    """A day, from the browser's calendar or typed as ISO writes it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **options)
        self.error_messages["invalid"] = _("Please give a day like 2025-05-20.")


class LineForm(forms.Form):
    """Something about one unit of the case."""

    line = forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)


class WarrantyFactsForm(LineForm):
    """What decides beside the papers; what is left open is not known."""

    buyer = forms.ChoiceField(label=_("Bought by"), choices=[("", _("not known")), *Buyer.choices], required=False)
    # Typed: the list of all countries for each unit would be most of the page.
    country = CountryField(
        label=_("Country, in two letters"), required=False, widget=forms.TextInput(attrs={"maxlength": 2})
    )
    discovered_on = DayField(label=_("Fault found on"), required=False)
    delivered_on = DayField(label=_("Delivered on"), required=False)
    plate = forms.ChoiceField(label=_("Plate"), choices=Plate.choices)
    exclusion = forms.ChoiceField(label=_("Exclusion"), choices=[("", "–"), *Exclusion.choices], required=False)
    exclusion_state = forms.ChoiceField(label=_("The exclusion is"), choices=ExclusionState.choices)
    has_log = forms.BooleanField(label=_("The charger's own log shows when the fault was found"), required=False)


class SeenForm(LineForm):
    """The verdict that is on the screen."""

    seen = forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)


class OverrideForm(SeenForm):
    """Another decision beside the verdict."""

    decision = forms.ChoiceField(
        label=_("Decide instead"),
        choices=[("", "–"), *((choice.value, choice.label) for choice in CHOICES)],
        error_messages={"required": _("Please choose a decision.")},
    )
    reason = LineField(label=_("Why"), max_length=500, error_messages={"required": _("Please say why.")})
    expires_on = DayField(label=_("Until"), error_messages={"required": _("Please say until when.")})
    is_goodwill = forms.BooleanField(label=_("As goodwill, at our cost"), required=False)
    cost = LineField(label=_("What it costs us"), required=False, max_length=20)
    currency = forms.ChoiceField(label=_("Currency"), choices=[(code, code) for code in CURRENCIES], required=False)

    def clean_cost(self) -> int:
        written = self.cleaned_data["cost"]
        cents = read_amount(written) if written else 0
        if cents is None or cents > MOST_CENTS:
            raise forms.ValidationError(_("Please give an amount like 350 or 350.50."))
        return cents


class OverrideRowForm(LineForm):
    """One override of a unit."""

    row = forms.IntegerField(min_value=1, max_value=LARGEST, widget=forms.HiddenInput)
    reason = LineField(label=_("Why"), required=False, max_length=500)
