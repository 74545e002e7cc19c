"""The one field of the page on which a serial number is asked for."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tickets.forms.fields import LineField, ProductField
from tickets.services.lines import UnitClaim
from warranty import catalogue
from warranty.models import Product
from warranty.serials import is_serial, read_serial


def serial_input() -> forms.TextInput:
    """The field of a serial, with the page's word on it while it is typed."""
    attrs = {
        "class": "mono",
        "autocomplete": "off",
        "autocapitalize": "characters",
        "spellcheck": "false",
        "hx-get": reverse_lazy("support:serial"),
        "hx-trigger": "input changed delay:400ms",
        "hx-target": "next .unit-hint",
        "hx-sync": "this:replace",
    }
    return forms.TextInput(attrs=attrs)


def claim_for(serial: str, product: str) -> UnitClaim:
    """The unit as it was named; where no product was chosen, the letter of a whole serial tells it."""
    whole = read_serial(serial)
    by_letter = catalogue.product_of_letter(whole) if is_serial(whole) else None
    return UnitClaim(as_written=serial, product=catalogue.products().get(product) or by_letter)


class SerialAnswerForm(forms.Form):
    """A serial, and the product only where the serial does not tell it."""

    serial = LineField(
        label=gettext_lazy("Serial number"), required=False, is_expected=True, max_length=100, widget=serial_input()
    )
    product = ProductField(label=gettext_lazy("Product"), required=False)

    def __init__(self, *args: Any, product: Product | None = None, has_photo: bool = False, **options: Any) -> None:
        super().__init__(*args, **options)
        self._known = product
        self._has_photo = has_photo
        self.asks_product = "product" in self.data

    @property
    def unit(self) -> UnitClaim | None:
        """The unit that was named, if one was."""
        serial = self.cleaned_data.get("serial", "")
        return claim_for(serial, self.cleaned_data.get("product", "")) if serial else None

    def clean_serial(self) -> str:
        typed: str = self.cleaned_data["serial"]
        if not typed and not self._has_photo:
            raise forms.ValidationError(_("Please enter the serial number, or send a photo of the plate."))
        if typed and not is_serial(read_serial(typed)):
            raise forms.ValidationError(_("A serial number has ten digits and a letter, like 2512004713H."))
        return typed

    def clean(self) -> dict[str, Any]:
        if self.unit and not self.unit.product and not self._known and not self.asks_product:
            self.asks_product = True
            self.add_error("product", _("Which product is it? “I am not sure” is fine."))
        return self.cleaned_data
