"""Units and products as staff write them down."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from warranty.models import Product, Unit
from warranty.serials import is_serial, read_serial


class UnitForm(forms.ModelForm[Unit]):
    """A unit by the serial on its plate, in whatever spelling it is typed."""

    class Meta:
        model = Unit
        fields = (
            *("serial", "product", "revision", "lot", "firmware", "manufactured_on", "shipped_on"),
            *("distributor", "reseller", "sold_on", "first_online_on"),
        )

    def clean_serial(self) -> str:
        serial = read_serial(self.cleaned_data["serial"])
        if not is_serial(serial):
            raise ValidationError(_("A serial number has ten digits and a letter, like 2512004713H."))
        return serial


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
