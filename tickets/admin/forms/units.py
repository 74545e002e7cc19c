"""The units of a case, as staff add and correct them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.keyset import LARGEST
from tickets.admin.forms.fields import SerialsField
from tickets.forms.fields import LineField, ProductField


class AddUnitsForm(forms.Form):
    """One serial or a pasted list of them, one per line."""

    serials = SerialsField(
        label=_("Serial numbers, one per line"),
        error_messages={"required": _("Please enter a serial number.")},
    )
    product = ProductField(label=_("Product"), required=False)


class CorrectUnitForm(forms.Form):
    line = forms.IntegerField(min_value=1, max_value=LARGEST)
    serial = LineField(
        label=_("Serial number"), max_length=100, error_messages={"required": _("Please enter the serial number.")}
    )
    product = ProductField(label=_("Product"), required=False)


class AskSerialForm(forms.Form):
    """The unit whose serial is wanted; none where the case has no unit yet."""

    line = forms.IntegerField(min_value=1, max_value=LARGEST, required=False)
