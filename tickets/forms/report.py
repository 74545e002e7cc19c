"""The report itself: who, where, what is wrong."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from tickets.forms.fields import AddressField, CountryField, LineField, PastDayField, TextField
from tickets.forms.phones import read_phone
from tickets.symptoms import SAFETY, Symptom
from warranty.models import Buyer
from warranty.services.claims import StatedFacts


def language_choices() -> list[tuple[str, str]]:
    return [(code, NAMES_OF_LANGUAGES.get(code, code)) for code, _name in settings.LANGUAGES]


# Each in itself: whoever is on a page in the wrong language must still find their own.
NAMES_OF_LANGUAGES = {"en": "English", "fr": "Français", "sv": "Svenska"}


def symptom_choices() -> list[Any]:
    danger = [(s.value, s.label) for s in Symptom if s in SAFETY]
    other = [(s.value, s.label) for s in Symptom if s not in SAFETY]
    return [("", _("Choose what fits best")), *other[:-1], (_("Danger"), danger), other[-1]]


class LanguageField(forms.ChoiceField):
    """Always filled in on the page; whoever leaves it out is written to in the page's own language."""

    is_expected = True


class ReportForm(forms.Form):
    """A report of a problem; its units and files are beside it."""

    symptom = forms.ChoiceField(
        label=_("What happens?"),
        choices=symptom_choices,
        error_messages={"required": _("Please choose what fits best; “Something else” is fine.")},
    )
    description = TextField(
        label=_("Describe it in a few words"),
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Since when, which light, which vehicle, one or three phases, what you have tried."),
        error_messages={"required": _("Please describe the problem in a few words.")},
    )
    seller = LineField(
        label=_("Where was it bought?"),
        required=False,
        max_length=200,
        help_text=_("The shop or installer, and the town."),
    )
    buyer = forms.ChoiceField(
        label=_("Who bought it?"), choices=[("", _("I do not know")), *Buyer.choices], required=False
    )
    delivered_on = PastDayField(
        label=_("When was it delivered?"), required=False, help_text=_("Your legal rights count from that day.")
    )
    discovered_on = PastDayField(label=_("When did you first see the fault?"), required=False)
    name = LineField(
        label=_("Name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Please tell us your name.")},
    )
    email = AddressField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Your number and our answers go there."),
        error_messages={"required": _("Please give an e-mail address: your number and our answers go there.")},
    )
    phone = LineField(
        label=_("Phone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "tel", "inputmode": "tel"}),
    )
    country = CountryField(
        label=_("Country"),
        widget=forms.Select(attrs={"autocomplete": "country"}),
        error_messages={"required": _("Please choose the country where the charger is.")},
    )
    language = LanguageField(label=_("We write to you in"), choices=language_choices, required=False)
    street = LineField(
        label=_("Street and number"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "street-address"}),
    )
    postal_code = LineField(
        label=_("Postal code"),
        required=False,
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "postal-code"}),
    )
    city = LineField(
        label=_("Town"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "address-level2"}),
    )
    privacy = forms.BooleanField(
        label=_("I have read how my data is used."),
        error_messages={"required": _("Please confirm that you have read how your data is used.")},
    )
    # Nobody sees it; robots that fill in everything do. What they send is filed as spam, in case it was a person.
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.initial.setdefault("language", get_language())
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.disable_csrf = True

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or get_language() or settings.LANGUAGE_CODE

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        try:
            cleaned["phone"] = read_phone(cleaned.get("phone", ""), country=cleaned.get("country", ""))
        except DomainError as error:
            self.add_error("phone", str(error))
        return cleaned

    @property
    def stated(self) -> StatedFacts:
        """What the customer says of the purchase and of the fault, for all units of the report."""
        said = self.cleaned_data
        return StatedFacts(
            buyer=said["buyer"],
            country=said["country"],
            delivered_on=said["delivered_on"],
            discovered_on=said["discovered_on"],
        )

    @property
    def is_by_robot(self) -> bool:
        return bool(self.cleaned_data.get("website"))
