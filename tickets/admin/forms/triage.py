"""What staff set on a case."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from common.errors import DomainError
from tickets.admin.forms.fields import NumberField, StaffField
from tickets.forms.fields import AddressField, CountryField, LineField
from tickets.forms.phones import read_phone
from tickets.models import Priority
from tickets.states import TicketStatus


class StateForm(forms.Form):
    target = forms.ChoiceField(choices=TicketStatus.choices, error_messages={"required": _("Please choose a state.")})
    reason = LineField(label=_("Why"), required=False, max_length=500)


class AssignForm(forms.Form):
    assignee = StaffField(label=_("Assigned to"))


class PriorityForm(forms.Form):
    priority = forms.TypedChoiceField(
        label=_("Priority"), choices=Priority.choices, coerce=lambda value: Priority(int(value))
    )


class TagsForm(forms.Form):
    tags = LineField(label=_("Tags"), required=False, max_length=500, help_text=_("With commas between them."))

    def clean_tags(self) -> list[str]:
        return [tag for part in self.cleaned_data["tags"].split(",") if (tag := part.strip())]


class SpamForm(forms.Form):
    block = forms.BooleanField(required=False)


class MergeForm(forms.Form):
    target = NumberField(
        label=_("Number of the other case"),
        max_length=60,
        error_messages={"required": _("Please give the number of the case that this one belongs to.")},
    )


class ContactForm(forms.Form):
    """How the customer is reached."""

    name = LineField(label=_("Name"), required=False, max_length=150)
    email = AddressField(label=_("E-mail"), required=False)
    phone = LineField(label=_("Phone"), required=False, max_length=40)
    street = LineField(label=_("Street and number"), required=False, max_length=200)
    postal_code = LineField(label=_("Postal code"), required=False, max_length=20)
    city = LineField(label=_("Town"), required=False, max_length=100)
    country = CountryField(label=_("Country"), required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        phone = cleaned.get("phone", "")
        if phone and phone != self.initial.get("phone"):
            try:
                cleaned["phone"] = read_phone(phone, country=cleaned.get("country", ""))
            except DomainError as error:
                self.add_error("phone", str(error))
        if not (cleaned.get("email") or cleaned.get("phone")) and not self.errors:
            self.add_error("email", _("An e-mail address or a phone number is needed to reach the customer."))
        return cleaned
