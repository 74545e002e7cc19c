import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.constraints import known_values


class Policy(models.Model):
    """The maker's own promise, by name; what it says stands in its versions."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=100)
    is_default = models.BooleanField(_("covers every product that names no other"), default=False)

    class Meta:
        verbose_name = _("warranty policy")
        verbose_name_plural = _("warranty policies")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=Q(is_default=True),
                name="one_default_policy",
                violation_error_message=_("Another policy is the default already."),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class StartRule(models.TextChoices):
    INSTALLATION = "installation", _("Installation by certificate, else first online, else purchase")
    PURCHASE = "purchase", _("Purchase by invoice or sell-out list")


class Versioned(models.Model):
    """Terms that are written as a draft, published once and then only superseded."""

    supersedes = models.OneToOneField(
        "self",
        verbose_name=_("instead of"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="superseded_by",
    )
    published_at = models.DateTimeField(_("published"), null=True, editable=False)
    note = models.CharField(_("why, and where it stands"), max_length=500, blank=True)

    class Meta:
        abstract = True


# What was published has decided cases; the database itself lets nobody rewrite it.
KEPT = pgtrigger.Protect(
    name="published_terms_are_kept",
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__published_at__isnull=False),
)


class PolicyVersion(Versioned):
    """What a policy promises for these models, in these markets, sold from this day on."""

    policy = models.ForeignKey(Policy, verbose_name=_("policy"), on_delete=models.PROTECT, related_name="versions")
    valid_from = models.DateField(
        _("for units sold from"), null=True, blank=True, help_text=_("Empty: whenever they were sold.")
    )
    models_covered = ArrayField(
        models.CharField(max_length=20),
        verbose_name=_("models"),
        default=list,
        blank=True,
        help_text=_("Product codes with commas between; empty: all models."),
    )
    markets = ArrayField(
        models.CharField(max_length=2),
        verbose_name=_("markets"),
        default=list,
        blank=True,
        help_text=_("Country codes with commas between; empty: all markets."),
    )
    term_months = models.PositiveSmallIntegerField(_("term in months"))
    start_rule = models.CharField(_("starts with"), max_length=12, choices=StartRule)
    online_gap_days = models.PositiveSmallIntegerField(
        _("days online before the certificate that are let pass"), default=14
    )
    install_lag_cap_months = models.PositiveSmallIntegerField(
        _("starts at most so many months after purchase"), null=True, blank=True
    )
    shipment_cap_months = models.PositiveSmallIntegerField(
        _("ends at most so many months after shipment"), null=True, blank=True
    )
    deemed_start_days = models.PositiveSmallIntegerField(_("start without proof: days after manufacture"), default=90)
    tail_days = models.PositiveSmallIntegerField(_("days of cover after a repair or swap"), default=90)
    doa_days = models.PositiveSmallIntegerField(_("dead on arrival: days from purchase"), default=15)
    paid_repair_days = models.PositiveSmallIntegerField(_("days of cover on a paid repair"), default=90)
    notice_months = models.PositiveSmallIntegerField(_("months to report a fault"), default=2)
    keep_papers_months = models.PositiveSmallIntegerField(
        _("months that papers are kept after the last end"), default=12
    )

    class Meta:
        verbose_name = _("policy version")
        verbose_name_plural = _("policy versions")
        ordering = ["policy", "pk"]
        triggers = [KEPT]
        constraints = [
            known_values("policy_version", "start_rule", StartRule),
            models.CheckConstraint(condition=Q(term_months__range=(1, 1200)), name="policy_term_is_1_to_1200_months"),
        ]

    def __str__(self) -> str:
        return f"{self.policy} {self.pk}"
