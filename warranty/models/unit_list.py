from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.constraints import known_values
from files.models import StoredFile
from warranty.states import UNDER_WAY, ListState


class UnitList(models.Model):
    """A list of units that somebody handed in: whose it was, what stood in it, and what became of it."""

    name = models.CharField(_("file"), max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=ListState, default=ListState.CHECKING)
    # Its bytes are erased once the list is finished; its name, size and hash stay.
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="unit_lists")
    # Nobody: it came in on the command line.
    handed_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("handed in by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="unit_lists",
    )
    handed_in_at = models.DateTimeField(_("handed in"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("confirmed or dropped by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    finished_at = models.DateTimeField(_("finished"), null=True)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    added = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("completed"), default=0)
    # Why the whole list was refused, and the first hundred cells that are wrong: [[line, column, words], …].
    refusal = models.CharField(max_length=500, blank=True)
    problems = models.JSONField(default=list)
    problem_count = models.PositiveIntegerField(_("wrong cells"), default=0)
    # Every wrong cell, as a table.
    problem_file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="problem_lists")
    # How often a worker began with it in its present state: one that stops each worker is given up.
    attempts = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("list of units")
        verbose_name_plural = _("lists of units")
        ordering = ["-pk"]
        constraints = [known_values("unit_list", "state", ListState)]
        indexes = [models.Index(fields=["id"], name="unit_list_under_way", condition=Q(state__in=sorted(UNDER_WAY)))]

    def __str__(self) -> str:
        return self.name

    @property
    def unchanged(self) -> int:
        """Units that the registry knows just so."""
        return self.rows - self.added - self.changed

    @property
    def is_under_way(self) -> bool:
        """Whether a worker has it, or will."""
        return self.state in UNDER_WAY
