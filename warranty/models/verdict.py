from datetime import date

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from common.constraints import known_values
from warranty.decisions import Basis, Decision
from warranty.models.law import LawVersion
from warranty.models.policy import PolicyVersion


class Standing(models.TextChoices):
    PROVISIONAL = "provisional", _("Provisional")
    TO_CONFIRM = "to_confirm", _("To be confirmed")
    ISSUED = "issued", _("Issued")


class Verdict(models.Model):
    """What was decided on a claim, from which facts, under which versions, by which rules: computed once, then kept."""

    claim = models.ForeignKey("warranty.Claim", on_delete=models.PROTECT, related_name="verdicts")
    decision = models.CharField(_("decision"), max_length=16, choices=Decision)
    basis = models.CharField(_("basis"), max_length=10, choices=Basis)
    reason = models.CharField(_("reason"), max_length=30)
    # none, open, possible or closed: while it is open or possible nobody is quoted a price.
    legal = models.CharField(_("legal guarantee"), max_length=10, default="none")
    start_on = models.DateField(_("start"), null=True)
    commercial_until = models.DateField(_("warranty until"), null=True)
    statutory_until = models.DateField(_("legal guarantee until"), null=True)
    burden_until = models.DateField(_("burden on the seller until"), null=True)
    flags = ArrayField(models.CharField(max_length=24), default=list, blank=True)
    policy_version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, null=True, related_name="+")
    law_version = models.ForeignKey(LawVersion, on_delete=models.PROTECT, null=True, related_name="+")
    # The facts as the engine read them, and each step it took: (rule, inputs, result).
    facts = models.JSONField()
    trace = models.JSONField()
    # The papers it rests on, verified or not, and what they contradict.
    papers = models.JSONField(default=list)
    contradictions = models.JSONField(default=list)
    created_at = models.DateTimeField(_("computed"))
    standing = models.CharField(_("standing"), max_length=12, choices=Standing)
    issued_at = models.DateTimeField(_("issued"), null=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("verdict")
        verbose_name_plural = _("verdicts")
        ordering = ["-pk"]
        triggers = [pgtrigger.ReadOnly(name="a_verdict_is_kept", exclude=["standing", "issued_at", "confirmed_by"])]
        constraints = [
            known_values("verdict", "decision", Decision),
            known_values("verdict", "basis", Basis),
            known_values("verdict", "standing", Standing),
            models.CheckConstraint(
                condition=Q(standing=Standing.ISSUED, issued_at__isnull=False)
                | (~Q(standing=Standing.ISSUED) & Q(issued_at__isnull=True)),
                name="an_issued_verdict_says_since_when",
            ),
            models.CheckConstraint(
                condition=~Q(standing=Standing.ISSUED, decision__in=[Decision.VOID, Decision.OUT_OF_WARRANTY])
                | Q(confirmed_by__isnull=False),
                name="a_refusal_is_confirmed_by_a_person",
            ),
            models.CheckConstraint(
                condition=Q(start_on__isnull=True)
                | Q(commercial_until__isnull=True)
                | Q(commercial_until__gte=F("start_on")),
                name="cover_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} · {self.reason}"


class Override(models.Model):
    """A person decides otherwise, for a time and with a reason; the computed verdict stays as it is beside it."""

    claim = models.ForeignKey("warranty.Claim", on_delete=models.PROTECT, related_name="overrides")
    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, related_name="overrides")
    decision = models.CharField(_("decision"), max_length=16, choices=Decision)
    is_goodwill = models.BooleanField(_("goodwill"), default=False)
    reason = models.CharField(_("reason"), max_length=500)
    cost = models.PositiveIntegerField(_("cost to us, in cents"), default=0)
    currency = models.CharField(_("currency"), max_length=3, blank=True)
    role = models.CharField(_("as"), max_length=20)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made"))
    seconded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    seconded_at = models.DateTimeField(_("seconded"), null=True, blank=True)
    needs_second = models.BooleanField(_("needs a second person"), default=False)
    expires_on = models.DateField(_("until"))
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    class Meta:
        verbose_name = _("override")
        verbose_name_plural = _("overrides")
        ordering = ["-pk"]
        constraints = [
            known_values("override", "decision", Decision),
            models.CheckConstraint(condition=~Q(reason=""), name="an_override_says_why"),
            models.CheckConstraint(
                condition=Q(seconded_by__isnull=True) | ~Q(seconded_by=F("made_by")),
                name="nobody_seconds_themselves",
            ),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(withdrawn_at__isnull=True), name="one_standing_override_per_claim"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} · {self.made_by}"

    def stands(self, *, on: date) -> bool:
        """Whether it is neither withdrawn nor expired, though somebody may still have to agree."""
        return self.withdrawn_at is None and self.expires_on >= on

    @property
    def waits_for_second(self) -> bool:
        return self.needs_second and self.seconded_at is None
