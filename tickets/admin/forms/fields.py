"""Choices that are checked against what there is, without drawing them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from common.keyset import DIGITS, LARGEST
from tickets.forms.fields import TextField
from tickets.numbers import NotANumberError, read_number
from tickets.services.lines import MOST_LINES


class StaffField(forms.IntegerField):
    """A member of staff by id, or nobody."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"required": False, "min_value": 1, "max_value": LARGEST, **options})

    def clean(self, value: object) -> User | None:
        pk = super().clean(value)
        if pk is None:
            return None
        found = User.objects.filter(pk=pk, is_staff=True, is_active=True).first()
        if found is None:
            raise ValidationError(_("Cases are assigned to active members of staff."))
        return found


class IdsField(forms.Field):
    """The ids of the rows that are selected in a list; what cannot be an id is left out."""

    widget = forms.SelectMultiple

    def __init__(self, *, most: int, **options: Any) -> None:
        super().__init__(**options)
        self.most = most

    def to_python(self, value: Any) -> list[int]:  # noqa: ANN401
        texts = [str(text) for text in (value or [])][: self.most]
        numbers = [int(text) for text in texts if text.isascii() and text.isdecimal() and len(text) <= DIGITS]
        return [number for number in numbers if number <= LARGEST]


class SerialsField(TextField):
    """Serials as they are pasted, one per line."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"max_length": 60_000, **options})

    def clean(self, value: object) -> list[str]:
        serials = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(serials) > MOST_LINES:
            raise ValidationError(_("A case holds at most 500 units; please open another one."))
        return serials


class NumberField(forms.CharField):
    """A ticket number in any spelling."""

    def clean(self, value: object) -> str:
        try:
            return read_number(str(super().clean(value)))
        except NotANumberError as error:
            raise ValidationError(str(error)) from error
