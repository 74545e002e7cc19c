"""Choices that are checked against what there is, without drawing them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from tickets.numbers import NotANumberError, read_number


class StaffField(forms.IntegerField):
    """A member of staff by id, or nobody."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401
        super().__init__(**{"required": False, "min_value": 1, "max_value": 2**63 - 1, **options})

    def clean(self, value: Any) -> User | None:  # noqa: ANN401
        pk = super().clean(value)
        if pk is None:
            return None
        found = User.objects.filter(pk=pk, is_staff=True, is_active=True).first()
        if found is None:
            raise ValidationError(_("Cases are assigned to active members of staff."))
        return found


class NumberField(forms.CharField):
    """A ticket number in any spelling."""

    def clean(self, value: Any) -> str:  # noqa: ANN401
        try:
            return read_number(str(super().clean(value)))
        except NotANumberError as error:
            raise ValidationError(str(error)) from error
