"""The forms by which staff and partners are kept at the desk."""

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Partner, PartnerKind, User
from accounts.roles import Role, role_of


class StaffForm(forms.ModelForm[User]):
    """A member of staff: what they are called, how they are spoken to, what they may do."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Role.choices)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = User
        fields = ("email", "name", "language", "new_case_mail", "is_active")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        role = role_of(self.instance) if self.instance.pk else None
        if role and "role" in self.fields:
            self.initial.setdefault("role", role.value)

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class PreferencesForm(forms.ModelForm[User]):
    """What members of staff choose for themselves."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = User
        fields = ("name", "language", "new_case_mail")
        help_texts: ClassVar = {
            "name": gettext_lazy("Customers see it under your answers."),
            "new_case_mail": gettext_lazy("Safety cases always come to everybody who answers cases."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.has_perm("tickets.change_ticket"):  # only who works on cases is mailed about them
            del self.fields["new_case_mail"]


class PartnerForm(forms.ModelForm[Partner]):
    """A distributor, or a reseller with the distributor it buys from."""

    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.LANGUAGES)

    class Meta:
        model = Partner
        fields = (
            *("code", "name", "kind", "distributor", "email", "phone", "street", "postal_code", "city", "country"),
            *("language", "is_active"),
        )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_kind(self) -> str:
        kind = str(self.cleaned_data["kind"])
        if kind != PartnerKind.DISTRIBUTOR and self.instance.pk and self.instance.resellers.exists():
            raise ValidationError(_("Resellers buy from this partner: it stays a distributor."))
        return kind
