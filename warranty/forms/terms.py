"""The terms of policies and laws as managers write them: each cell that cannot be is said beside its field."""

import zoneinfo
from datetime import date, timedelta
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_countries import countries

from warranty import catalogue
from warranty.models import LawVersion, Policy, PolicyVersion, RenewalRule
from warranty.periods import EARLIEST

MOST_MONTHS: Final = 1200
MOST_DAYS: Final = 3650
# Terms are announced years ahead, not decades: beyond that a digit is missing or one too many.
LATEST: Final = timedelta(days=3650)
MONTHS: Final = (
    *("term_months", "install_lag_cap_months", "shipment_cap_months", "notice_months", "keep_papers_months"),
    *("burden_months", "repair_adds_months", "renewed_term_months", "renewed_burden_months"),
)
DAYS: Final = ("online_gap_days", "deemed_start_days", "tail_days", "doa_days", "paid_repair_days")
FROM_ONE: Final = ("term_months", "renewed_term_months")
# The browser's own calendar: the stock one sets styles in the page, which our policy forbids.
DAY: Final = {"valid_from": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}
TAKEN: Final = gettext_lazy(
    "Only a published version that nobody has begun to replace yet can be replaced; another draft may stand there."
)


class PolicyForm(forms.ModelForm[Policy]):
    """A policy by its code; what it says stands in its versions."""

    class Meta:
        model = Policy
        fields = ("code", "name", "is_default")

    def clean_code(self) -> str:
        return str(self.cleaned_data["code"]).strip().upper()


class TermsForm(forms.ModelForm[Any]):
    """A draft; months and days within what a lifetime holds."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, most in [*((name, MOST_MONTHS) for name in MONTHS), *((name, MOST_DAYS) for name in DAYS)]:
            if name in self.fields:
                self._limit(name, most)
        if "supersedes" in self.fields:
            self._offer_replaceable()

    def clean_valid_from(self) -> date | None:
        day: date | None = self.cleaned_data["valid_from"]
        if day is not None and not EARLIEST <= day <= timezone.localdate() + LATEST:
            raise ValidationError(_("%(day)s lies too far back or in the future.") % {"day": day})
        return day

    def _limit(self, name: str, most: int) -> None:
        old = self.fields[name]
        least = 1 if name in FROM_ONE else 0
        self.fields[name] = forms.IntegerField(
            min_value=least,
            max_value=most,
            label=old.label,
            help_text=old.help_text,
            required=old.required,
            initial=old.initial,
        )

    def _offer_replaceable(self) -> None:
        """Published, and not begun to be replaced by another one."""
        field = self.fields["supersedes"]
        assert isinstance(field, forms.ModelChoiceField)
        versions = self._meta.model._default_manager.filter(published_at__isnull=False)
        free = versions.filter(superseded_by=None) | versions.filter(superseded_by=self.instance.pk or 0)
        field.queryset = free.exclude(pk=self.instance.pk)
        field.error_messages["invalid_choice"] = TAKEN


class PolicyVersionForm(TermsForm):
    """What a policy promises for some models, in some markets, sold from some day on."""

    class Meta:
        model = PolicyVersion
        widgets = DAY
        fields = (
            *("policy", "supersedes", "valid_from", "models_covered", "markets", "term_months", "start_rule"),
            *("online_gap_days", "install_lag_cap_months", "shipment_cap_months", "deemed_start_days", "tail_days"),
            *("doa_days", "paid_repair_days", "notice_months", "keep_papers_months", "note"),
        )

    def clean_models_covered(self) -> list[str]:
        known = catalogue.products()
        return _codes(self.cleaned_data["models_covered"], known, _("There is no product with the code “%(code)s”."))

    def clean_markets(self) -> list[str]:
        return _codes(self.cleaned_data["markets"], countries.countries, _("“%(code)s” is no country's code."))

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        replaced = cleaned.get("supersedes")
        if replaced is not None and cleaned.get("policy") is not None and replaced.policy_id != cleaned["policy"].pk:
            self.add_error("supersedes", _("This is a version of another policy."))
        return cleaned


class LawVersionForm(TermsForm):
    """The legal guarantee of a country for contracts from some day on."""

    class Meta:
        model = LawVersion
        widgets = DAY
        fields = (
            *("country", "supersedes", "valid_from", "time_zone", "term_months", "burden_months", "counts_from"),
            *("suspends_term", "suspends_burden", "suspends_cover", "repair_adds_months", "repairs_that_add"),
            *("renewal", "renewed_term_months", "renewed_burden_months", "note"),
        )

    def clean_time_zone(self) -> str:
        zone = str(self.cleaned_data["time_zone"]).strip()
        if zone not in zoneinfo.available_timezones():
            raise ValidationError(_("A time zone is written like Europe/Paris."))
        return zone

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        renews = cleaned.get("renewal", RenewalRule.NEVER) != RenewalRule.NEVER
        if renews and not cleaned.get("renewed_term_months") and "renewed_term_months" not in self.errors:
            self.add_error("renewed_term_months", _("Please say how many months the new term has."))
        replaced = cleaned.get("supersedes")
        if replaced is not None and cleaned.get("country") and replaced.country.code != cleaned["country"]:
            self.add_error("supersedes", _("This is the law of another country."))
        return cleaned


def _codes(given: list[str], known: Any, sentence: str) -> list[str]:  # noqa: ANN401  anything that holds codes
    """Each code once, in order; the first that nobody knows is named."""
    codes = sorted({code.strip().upper() for code in given if code.strip()})
    for code in codes:
        if code not in known:
            raise ValidationError(sentence % {"code": code})
    return codes
