"""The forms at the doors: log in, ask for another password, choose one."""

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.limits import check_login, forgive_login
from common.clients import network_of
from common.errors import ThrottledError
from common.text import clean_line


class StaffLoginForm(AdminAuthenticationForm):
    """Counts every try before a password is compared, so that many at once are no way round."""

    def clean(self) -> dict[str, Any]:
        address = clean_line(self.cleaned_data.get("username") or "", limit=254).lower()
        caller = network_of(self.request) if self.request else ""
        try:
            check_login(address, caller)
        except ThrottledError as error:
            raise ValidationError(str(error), code="throttled") from error
        cleaned: dict[str, Any] = super().clean()
        forgive_login(address, caller)
        return cleaned


class ResetForm(forms.Form):
    """An address and nothing else."""

    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )

    @property
    def helper(self) -> FormHelper:
        return _fields_only()


class ChoosePasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """A new password, typed twice."""

    @property
    def helper(self) -> FormHelper:
        return _fields_only()


def _fields_only() -> FormHelper:
    """The template draws the form around them."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    return helper
