from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from warranty.models import LawVersion, PolicyVersion


class TermsPreview(models.Model):
    """What a draft of a policy or law would change for the open cases, counted in the background."""

    policy_version = models.ForeignKey(
        PolicyVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="previews"
    )
    law_version = models.ForeignKey(
        LawVersion, on_delete=models.CASCADE, null=True, blank=True, related_name="previews"
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(_("asked"))
    total = models.PositiveIntegerField(default=0)
    done = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    # How many lines go from which decision to which: {"needs_proof>in_warranty": 12}.
    counts = models.JSONField(default=dict)
    # The first of the lines that would change, to look at.
    sample = models.JSONField(default=list)
    finished_at = models.DateTimeField(_("finished"), null=True)
    failed = models.BooleanField(default=False)
    # Which text of the draft was counted; another one makes the figures old.
    terms = models.CharField(max_length=64, blank=True)
    # The worker that counts says so again and again; one that fell silent is followed by another.
    leased_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("preview of terms")
        verbose_name_plural = _("previews of terms")
        constraints = [
            models.CheckConstraint(
                condition=Q(policy_version__isnull=False, law_version__isnull=True)
                | Q(policy_version__isnull=True, law_version__isnull=False),
                name="a_preview_is_of_one_version",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version}: {self.changed}"

    @property
    def version(self) -> PolicyVersion | LawVersion:
        """What it is a preview of."""
        version = self.policy_version or self.law_version
        assert version is not None
        return version
