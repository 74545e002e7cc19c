from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from common.constraints import known_values
from tickets.models.ticket import Ticket


class EventKind(models.TextChoices):
    FILED = "filed", _("Case opened")
    CUSTOMER_WROTE = "customer_wrote", _("Customer wrote")
    STAFF_ANSWERED = "staff_answered", _("Answered")
    NOTED = "noted", _("Note added")
    STATUS_CHANGED = "status_changed", _("State changed")
    ASSIGNED = "assigned", _("Assigned")
    PRIORITY_CHANGED = "priority_changed", _("Priority changed")
    TAGGED = "tagged", _("Tags changed")
    LINE_ADDED = "line_added", _("Unit added")
    LINE_CHANGED = "line_changed", _("Unit corrected")
    PARTICIPANT_ADDED = "participant_added", _("Colleague added")
    PARTICIPANT_REMOVED = "participant_removed", _("Colleague removed")
    CONTACT_CHANGED = "contact_changed", _("Contact changed")
    MERGED = "merged", _("Merged")
    LINKS_CANCELLED = "links_cancelled", _("All links cancelled")
    LINK_SENT = "link_sent", _("New link sent")
    MAIL_RESENT = "mail_resent", _("Mail sent again")
    MAIL_BOUNCED = "mail_bounced", _("Mail came back")
    PROOF_ASKED = "proof_asked", _("Proof of purchase asked for")
    PROOF_ADDED = "proof_added", _("Proof of purchase added")
    PROOF_VERIFIED = "proof_verified", _("Proof of purchase verified")
    PROOF_REJECTED = "proof_rejected", _("Proof of purchase rejected")
    FACTS_CHANGED = "facts_changed", _("Warranty facts changed")
    VERDICT_CHANGED = "verdict_changed", _("Verdict computed")
    VERDICT_CONFIRMED = "verdict_confirmed", _("Verdict confirmed")
    VERDICT_OVERRIDDEN = "verdict_overridden", _("Verdict overridden")
    OVERRIDE_SECONDED = "override_seconded", _("Override seconded")
    OVERRIDE_WITHDRAWN = "override_withdrawn", _("Override withdrawn")
    SERIAL_ASKED = "serial_asked", _("Serial number asked for")
    SERIAL_READ = "serial_read", _("Serial number read from a photo")
    IMPORTED = "imported", _("Moved in")


class Event(models.Model):
    """One change of a case: who, what, when, why; the case's history is the list of these."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(_("what"), max_length=24, choices=EventKind)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    actor_name = models.CharField(_("who"), max_length=150, blank=True)
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200, blank=True)
    reason = models.CharField(_("why"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [known_values("event", "kind", EventKind)]
        indexes = [models.Index(fields=["ticket", "created_at", "id"], name="event_timeline")]

    def __str__(self) -> str:
        return f"{self.ticket}: {self.get_kind_display()}"
