"""The units of a case, as staff add and correct them."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.keyset import LARGEST
from tickets.forms.fields import LineField, ProductField, TextField
from tickets.services.lines import MOST_LINES


class AddUnitsForm(forms.Form):
    """One serial or a pasted list of them, one per line."""

    serials = TextField(
        label=_("Serial numbers, one per line"),
        max_length=60_000,
        error_messages={"required": _("Please enter a serial number.")},
    )
    product = ProductField(label=_("Product"), required=False)

    def clean_serials(self) -> list[str]:
        serials = [line.strip() for line in self.cleaned_data["serials"].splitlines() if line.strip()]
        if len(serials) > MOST_LINES:
            raise ValidationError(_("A case holds at most 500 units; please open another one."))
        return serials


class CorrectUnitForm(forms.Form):
    line = forms.IntegerField(min_value=1, max_value=LARGEST)
    serial = LineField(
        label=_("Serial number"), max_length=100, error_messages={"required": _("Please enter the serial number.")}
    )
    product = ProductField(label=_("Product"), required=False)
