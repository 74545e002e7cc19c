import pghistory
from django.conf import settings
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from common.constraints import known_values
from tickets.numbers import pretty
from tickets.querysets import TicketQuerySet
from tickets.states import UNFINISHED, WAITING_FOR_US, TicketStatus
from tickets.symptoms import Symptom
from tickets.topics import case_topic


class Source(models.TextChoices):
    FORM = "form", _("Web form")
    MAIL = "mail", _("E-mail")
    PHONE = "phone", _("Phone")
    IMPORT = "import", _("Moved in")


class Priority(models.IntegerChoices):
    URGENT = 1, _("Urgent")
    HIGH = 2, _("High")
    NORMAL = 3, _("Normal")
    LOW = 4, _("Low")
    LATER = 5, _("Can wait")


class Tag(models.Model):
    """A word that staff put on cases to find them again."""

    name = models.CharField(_("name"), max_length=40, unique=True)

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@pghistory.track(
    pghistory.UpdateEvent(condition=pghistory.AnyChange(exclude=["search"])),
    pghistory.DeleteEvent(),
    exclude=["search"],
    model_name="TicketHistory",
    obj_field=pghistory.ObjForeignKey(related_name="history"),
)
class Ticket(models.Model):
    """A case: one problem of one person, under the one number that is also its RMA number."""

    number = models.CharField(_("number"), max_length=10, unique=True)
    status = models.CharField(_("state"), max_length=10, choices=TicketStatus, default=TicketStatus.NEW)
    # Since when whoever has the next move has had it: what "age" means in the queue.
    waiting_since = models.DateTimeField(_("waiting since"))
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority, default=Priority.NORMAL)
    is_safety = models.BooleanField(_("safety"), default=False)
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    symptom = models.CharField(_("symptom"), max_length=20, choices=Symptom, blank=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=40, blank=True)
    street = models.CharField(_("street"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=100, blank=True)
    country = CountryField(_("country"), blank=True)
    language = models.CharField(_("language"), max_length=2, default="en")
    seller = models.CharField(_("bought from"), max_length=200, blank=True)
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("assigned to"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="tickets",
    )
    source = models.CharField(_("came by"), max_length=10, choices=Source)
    tags = models.ManyToManyField(Tag, verbose_name=_("tags"), blank=True, related_name="tickets")
    # One filled-in form is one case, however often it is sent.
    submission = models.UUIDField(null=True, blank=True, unique=True)
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    follows = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="followed_by")
    # A number that a stranger's mail spoke of; a hint for staff, never a key.
    mentions = models.CharField(max_length=10, blank=True)
    created_at = models.DateTimeField(_("opened"))
    updated_at = models.DateTimeField(_("changed"))
    solved_at = models.DateTimeField(_("solved"), null=True, blank=True)
    search = SearchVectorField(null=True, editable=False)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        verbose_name_plural = _("cases")
        constraints = [
            known_values("ticket", "status", TicketStatus),
            known_values("ticket", "symptom", Symptom, blank=True),
            known_values("ticket", "source", Source),
            models.CheckConstraint(condition=Q(number__regex=r"^[1-9][0-9]{9}$"), name="ticket_number_has_ten_digits"),
            models.CheckConstraint(condition=Q(priority__range=(1, 5)), name="ticket_priority_is_1_to_5"),
            models.CheckConstraint(
                condition=Q(status=TicketStatus.MERGED, merged_into__isnull=False)
                | (~Q(status=TicketStatus.MERGED) & Q(merged_into__isnull=True)),
                name="a_merged_ticket_names_its_target",
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="no_ticket_is_merged_into_itself"),
        ]
        indexes = [
            # No list of pending entries: one insert in thousands would pay for all, and each search would read it.
            GinIndex(fields=["search"], name="ticket_search", fastupdate=False),
            # The queue: safety first, then by priority, then who has waited longest.
            models.Index(
                fields=["-is_safety", "priority", "waiting_since", "id"],
                name="ticket_queue",
                condition=Q(status__in=sorted(WAITING_FOR_US)),
            ),
            models.Index(
                fields=["-is_safety", "priority", "waiting_since", "id"],
                name="ticket_unfinished",
                condition=Q(status__in=sorted(UNFINISHED)),
            ),
            models.Index(fields=["status", "-updated_at", "-id"], name="ticket_status_recent"),
            models.Index(fields=["-updated_at", "-id"], name="ticket_recent"),
            models.Index(fields=["assignee", "status"], name="ticket_assignee"),
            models.Index(fields=["email"], name="ticket_email"),
        ]

    def __str__(self) -> str:
        return self.pretty_number

    @property
    def pretty_number(self) -> str:
        """As it is said, written and printed: 482-719-3059."""
        return pretty(self.number)

    @property
    def topic(self) -> str:
        """The thread of outgoing mail in which order is kept."""
        return case_topic(self.pk)

    @property
    def waits_for_us(self) -> bool:
        return self.status in WAITING_FOR_US

    @property
    def is_finished(self) -> bool:
        return self.status not in UNFINISHED


class NumberAlias(models.Model):
    """The number of a merged case, which leads to its target everywhere and for ever."""

    number = models.CharField(max_length=10, unique=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="aliases")

    class Meta:
        verbose_name = _("old number")
        verbose_name_plural = _("old numbers")

    def __str__(self) -> str:
        return pretty(self.number)


class Participant(models.Model):
    """A colleague who gets copies of the conversation and may write in it."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="participants")
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("colleague in copy")
        verbose_name_plural = _("colleagues in copy")
        constraints = [models.UniqueConstraint(fields=["ticket", "email"], name="one_participant_per_address")]

    def __str__(self) -> str:
        return self.name or self.email


class CaseLink(models.Model):
    """One mailed way into a case without login; the secret in it is computed, not stored."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="links")
    nonce = models.CharField(max_length=24, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("link to a case")
        verbose_name_plural = _("links to cases")

    def __str__(self) -> str:
        return f"{self.ticket} · {self.expires_at:%Y-%m-%d}"
