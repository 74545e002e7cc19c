import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tickets.models.ticket import Ticket
from warranty.models import Claim, Product, Unit


@pghistory.track(
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="TicketLineHistory",
    obj_field=pghistory.ObjForeignKey(related_name="history"),
)
class TicketLine(models.Model):
    """One unit of a case; what is decided and done is decided and done for each line by itself."""

    ticket = models.ForeignKey(Ticket, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField(_("line"))
    # As on the plate; empty where the plate cannot be read and a photo stands for it.
    serial = models.CharField(_("serial number"), max_length=40, blank=True)
    serial_as_written = models.CharField(max_length=100, blank=True)
    product = models.ForeignKey(Product, verbose_name=_("product"), on_delete=models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, null=True, blank=True, related_name="lines"
    )
    # What cover is asked for; cases that moved in finished have none.
    claim = models.OneToOneField(Claim, on_delete=models.PROTECT, null=True, blank=True, related_name="line")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["ticket", "position"], name="one_line_per_position"),
            models.UniqueConstraint(fields=["ticket", "serial"], name="one_line_per_serial", condition=~Q(serial="")),
        ]
        indexes = [
            models.Index(fields=["serial"], name="line_serial"),
            # From the few claims that somebody has to look at to their cases, without reading the lines.
            models.Index(fields=["claim"], include=["ticket"], name="line_claim_to_ticket"),
        ]

    def __str__(self) -> str:
        return self.serial or str(_("plate not readable"))
