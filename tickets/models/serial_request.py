from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from common.links import new_nonce
from tickets.models.line import TicketLine
from tickets.models.ticket import Ticket


class SerialRequest(models.Model):
    """We asked for a serial number by a link with one field; the case waits for the customer meanwhile."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="serial_requests")
    # None: the case has no unit at all yet.
    line = models.ForeignKey(
        TicketLine, on_delete=models.CASCADE, null=True, blank=True, related_name="serial_requests"
    )
    nonce = models.CharField(max_length=24, unique=True, default=new_nonce)
    asked_at = models.DateTimeField(_("asked"))
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(_("answered"), null=True, blank=True)

    class Meta:
        verbose_name = _("request for a serial number")
        verbose_name_plural = _("requests for serial numbers")
        constraints = [
            models.UniqueConstraint(
                fields=["line"], condition=Q(answered_at__isnull=True), name="one_open_serial_request_per_line"
            ),
            models.UniqueConstraint(
                fields=["ticket"],
                condition=Q(answered_at__isnull=True, line__isnull=True),
                name="one_open_serial_request_without_line",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.asked_at}"
