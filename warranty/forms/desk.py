"""Units and products as staff write them down."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from warranty.lists.cells import DATES as DAYS
from warranty.models import Product, Unit, UnitState
from warranty.periods import EARLIEST
from warranty.serials import is_serial, read_serial


class UnitForm(forms.ModelForm[Unit]):
    """A unit by the serial on its plate, in whatever spelling it is typed."""

    class Meta:
        model = Unit
        fields = (
            *("serial", "product", "revision", "lot", "firmware", "manufactured_on", "shipped_on"),
            *("distributor", "reseller", "sold_on", "first_online_on", "state", "is_clone_suspected"),
        )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "state" in self.fields:
            self.fields["state"].required = False
            self.fields["state"].choices = _states(UnitState(self.instance.state))  # type: ignore[attr-defined]

    def clean_serial(self) -> str:
        serial = read_serial(self.cleaned_data["serial"])
        if not is_serial(serial):
            raise ValidationError(_("A serial number has ten digits and a letter, like 2512004713H."))
        return serial

    def clean_state(self) -> str:
        return self.cleaned_data["state"] or self.instance.state

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        made, today = given.get("manufactured_on"), timezone.localdate()
        for name in DAYS:
            day = given.get(name)
            if day and not EARLIEST <= day <= today + timedelta(days=1):
                self.add_error(name, _("%(day)s lies too far back or in the future.") % {"day": day})
            elif day and made and day < made:
                words = {"day": day, "made": made}
                self.add_error(name, _("%(day)s lies before the manufacture on %(made)s.") % words)
        return given


def _states(now: UnitState) -> list[tuple[str, StrOrPromise]]:
    """A unit is replaced by writing down a swap, which says by which; it is not made so by hand, nor undone."""
    if now == UnitState.REPLACED:
        return [(now.value, now.label)]
    return [(state.value, state.label) for state in UnitState if state != UnitState.REPLACED]


class ProductForm(forms.ModelForm[Product]):
    """A product with the letter that ends its serial numbers."""

    class Meta:
        model = Product
        fields = ("code", "name", "serial_letter", "is_active")

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).upper()

    def clean_serial_letter(self) -> str:
        letter = str(self.cleaned_data["serial_letter"]).upper()
        if not (letter.isascii() and letter.isalpha()):
            raise ValidationError(_("This is one letter from A to Z."))
        return letter
