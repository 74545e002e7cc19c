"""Form fields that clean what people type before they judge it."""

from datetime import date
from typing import Any, Final

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from common.text import clean_line, clean_text, fold
from warranty import catalogue
from warranty.periods import EARLIEST

# Far above each field's own limit: what is too long is refused with a sentence, not cut in silence.
UNCUT: Final = 200_000


class LineField(forms.CharField):
    """One line of text, without what cannot be stored; an expected one may be empty, but is not offered as optional."""

    def __init__(self, *, is_expected: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.is_expected = is_expected

    def to_python(self, value: object) -> str:
        return clean_line(str(super().to_python(value) or ""), limit=UNCUT)


class TextField(forms.CharField):
    """Several lines of text, without what cannot be stored."""

    widget = forms.Textarea
    is_expected = True

    def to_python(self, value: object) -> str:
        return clean_text(str(super().to_python(value) or ""), limit=UNCUT)


class AddressField(forms.EmailField):
    """An e-mail address in the one spelling in which addresses are stored."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 254, **options})
        self.error_messages["invalid"] = _("This is not a whole e-mail address, like name@company.com.")

    def to_python(self, value: object) -> str:
        return clean_line(str(super().to_python(value) or ""), limit=UNCUT).lower()


class PastDayField(forms.DateField):
    """A day that has been, within living memory; written so that nobody can take the month for the day."""

    widget = forms.DateInput

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d", "%d.%m.%Y"], **options)
        self.widget.input_type = "date"
        self.widget.format = "%Y-%m-%d"
        self.error_messages["invalid"] = _("Please write the day as year-month-day, like 2026-05-20.")

    def clean(self, value: object) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and day > timezone.localdate():
            raise forms.ValidationError(_("This day has not come yet."))
        if day is not None and day < EARLIEST:
            raise forms.ValidationError(_("This day lies too far back to be right."))
        return day


def country_choices() -> list[Any]:
    """The countries we sell most to come first; the rest in the order of the reader's alphabet."""
    names = {code: str(name) for code, name in countries.countries.items()}
    likely = [(code, names[code]) for code in settings.COUNTRIES_FIRST]
    rest = sorted(
        ((c, n) for c, n in names.items() if c not in settings.COUNTRIES_FIRST), key=lambda pair: fold(pair[1])
    )
    return [("", _("Choose a country")), *likely, (_("More countries"), rest)]


class CountryField(forms.ChoiceField):
    """A country by its ISO code."""

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=country_choices, **options)

    def to_python(self, value: object) -> str:
        return str(super().to_python(value)).strip().upper()

    def valid_value(self, value: object) -> bool:
        # The list itself is for the screen: 250 names would be translated and sorted to find one code.
        return value in countries.countries


def product_choices() -> list[Any]:
    on_sale = [(product.code, product.name) for product in catalogue.products().values() if product.is_active]
    return [("", _("I am not sure")), *on_sale]


class ProductField(forms.ChoiceField):
    """A product by its code."""

    is_expected = True

    def __init__(self, **options: Any) -> None:
        super().__init__(choices=product_choices, **options)

    def to_python(self, value: object) -> str:
        return str(super().to_python(value)).strip().upper()

    def valid_value(self, value: object) -> bool:
        return value in catalogue.products()
