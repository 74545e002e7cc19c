"""A case that staff open for somebody who called."""

from django import forms
from django.utils.translation import gettext_lazy as _

from tickets.admin.forms.fields import SerialsField
from tickets.admin.forms.triage import ContactForm
from tickets.forms.fields import LineField, ProductField, TextField
from tickets.symptoms import Symptom


class PhoneForm(ContactForm):
    """Who called and what about; an e-mail address is wanted but a phone number will do."""

    symptom = forms.ChoiceField(label=_("What happens?"), choices=[("", "–"), *Symptom.choices], required=False)
    description = TextField(
        label=_("In the caller's words"),
        max_length=20_000,
        error_messages={"required": _("Please note in a few words what the caller said.")},
    )
    serials = SerialsField(label=_("Serial numbers, one per line"), required=False)
    product = ProductField(label=_("Product, where the serial does not tell"), required=False)
    seller = LineField(label=_("Bought from"), required=False, max_length=200)
    submission = forms.UUIDField(widget=forms.HiddenInput)

    field_order = (
        "name", "phone", "email", "country", "language", "symptom", "description", "serials", "product", "seller",
        "street", "postal_code", "city", "submission",
    )  # fmt: skip
