"""The units of a report: one row each."""

from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tickets.forms.fields import LineField, ProductField
from tickets.forms.serial import claim_for, serial_input
from tickets.services.lines import UnitClaim

MOST_UNITS: Final = 50


class UnitForm(forms.Form):
    serial = LineField(
        label=gettext_lazy("Serial number"),
        required=False,
        is_expected=True,
        max_length=100,
        widget=serial_input(),
    )
    product = ProductField(label=gettext_lazy("Product"), required=False)

    @property
    def claim(self) -> UnitClaim | None:
        """The unit that this row names; None for an empty row."""
        serial, product = self.cleaned_data.get("serial", ""), self.cleaned_data.get("product", "")
        if not serial and not product:
            return None
        return claim_for(serial, product)


class BaseUnitFormSet(forms.BaseFormSet[UnitForm]):
    """Rows of units; where the plate cannot be read, a photo stands for the serial."""

    has_photo = False
    default_error_messages = {
        "missing_management_form": gettext_lazy(
            "The list of units came in incomplete. Please check it and send it again."
        ),
    }

    def clean(self) -> None:
        if any(self.errors) or self.has_photo:
            return
        unnamed = [form for form in self.forms if form.claim and not form.claim.as_written]
        if not self.claims:
            unnamed = self.forms[:1]
        for form in unnamed:
            form.add_error(
                "serial", _("Please enter the serial number, or attach a photo of the plate if it cannot be read.")
            )

    @property
    def claims(self) -> list[UnitClaim]:
        return [form.claim for form in self.forms if form.claim]


UnitFormSet = forms.formset_factory(
    UnitForm,
    formset=BaseUnitFormSet,
    extra=1,
    max_num=MOST_UNITS,
    absolute_max=MOST_UNITS + 1,
    validate_max=True,
)


def unit_rows(data: Any = None, *, has_photo: bool = False) -> BaseUnitFormSet:  # noqa: ANN401
    """The rows of a report, blank or as they were sent."""
    rows = cast("BaseUnitFormSet", UnitFormSet(data, prefix="units"))
    rows.has_photo = has_photo
    return rows


def typed_rows(rows: BaseUnitFormSet, *, more: int = 0) -> BaseUnitFormSet:
    """The same rows as they were typed, not judged yet, with so many empty ones below them."""
    typed = [{name: form[name].value() for name in form.fields} for form in rows.forms]
    fresh = cast("BaseUnitFormSet", UnitFormSet(prefix="units", initial=typed))
    fresh.extra = more
    return fresh


def row_number(position: int) -> UnitForm:
    """One more empty row for a page that shows so many already."""
    return UnitForm(prefix=f"units-{position}", empty_permitted=True, use_required_attribute=False)
