from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from common.constraints import known_values
from warranty.models.policy import KEPT, Versioned


class CountsFrom(models.TextChoices):
    DISCOVERY = "discovery", _("the day the fault was found")
    REPORT = "report", _("the day the fault was reported")


class RenewalRule(models.TextChoices):
    NEVER = "never", _("never")
    ALWAYS = "always", _("after every replacement")
    REPAIR_CHOSEN = "repair_chosen", _("where the consumer had chosen repair")


class LawVersion(Versioned):
    """The legal guarantee of a country towards consumers, for contracts made from this day on."""

    country = CountryField(_("country"))
    valid_from = models.DateField(_("for contracts from"), null=True, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=40)
    term_months = models.PositiveSmallIntegerField(_("term in months"))
    burden_months = models.PositiveSmallIntegerField(
        _("months in which the seller bears the burden of proof"), null=True, blank=True
    )
    counts_from = models.CharField(
        _("what must lie within the term"), max_length=10, choices=CountsFrom, default=CountsFrom.DISCOVERY
    )
    suspends_term = models.BooleanField(_("days at the trader are added to the term"), default=False)
    suspends_burden = models.BooleanField(_("days at the trader are added to the burden"), default=False)
    suspends_cover = models.BooleanField(_("days at the trader are added to the commercial warranty"), default=False)
    repair_adds_months = models.PositiveSmallIntegerField(_("months that a repair adds"), default=0)
    repairs_that_add = models.PositiveSmallIntegerField(
        _("so many repairs add at most"), null=True, blank=True, help_text=_("Empty: every one.")
    )
    renewal = models.CharField(
        _("a replacement starts anew"), max_length=14, choices=RenewalRule, default=RenewalRule.NEVER
    )
    renewed_term_months = models.PositiveSmallIntegerField(_("months of the new term"), null=True, blank=True)
    renewed_burden_months = models.PositiveSmallIntegerField(_("months of the new burden"), null=True, blank=True)

    class Meta:
        verbose_name = _("legal guarantee")
        verbose_name_plural = _("legal guarantees")
        ordering = ["country", "valid_from", "pk"]
        triggers = [KEPT]
        constraints = [
            known_values("law", "counts_from", CountsFrom),
            known_values("law", "renewal", RenewalRule),
            models.CheckConstraint(
                condition=Q(renewal=RenewalRule.NEVER) | Q(renewed_term_months__isnull=False),
                name="a_renewal_says_how_long",
                violation_error_message=_("Please say how many months the new term has."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country.code} {self.valid_from or ''}".strip()
