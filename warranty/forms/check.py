"""The one field of the public check."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from warranty.serials import is_serial, read_serial


class CheckForm(forms.Form):
    """A serial in whatever spelling it is typed."""

    serial = forms.CharField(
        label=gettext_lazy("Serial number"),
        max_length=100,
        help_text=gettext_lazy("Ten digits and a letter, on the plate at the side or bottom of the unit."),
        widget=forms.TextInput(
            attrs={"class": "mono", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        error_messages={"required": gettext_lazy("Please enter the serial number.")},
    )

    def clean_serial(self) -> str:
        serial = read_serial(self.cleaned_data["serial"])
        if not is_serial(serial):
            raise ValidationError(_("A serial number has ten digits and a letter, like 2512004713H."))
        return serial
