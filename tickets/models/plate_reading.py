from django.db import models
from django.utils.translation import gettext_lazy as _

from tickets.models.ticket import Ticket


class PlateReading(models.Model):
    """A case without a serial number has photos that nobody has looked at for a code; gone once somebody has."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, related_name="plate_reading")
    # Whoever looks moves it on, so that a worker that dies over a picture holds up nobody.
    due_at = models.DateTimeField(db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("photo to be read")
        verbose_name_plural = _("photos to be read")

    def __str__(self) -> str:
        return f"{self.ticket} · {self.due_at}"
