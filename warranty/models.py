import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Partner


class Product(models.Model):
    """A model we sell, with how its serial numbers look."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=100)
    serial_letter = models.CharField(_("letter at the end of the serial"), max_length=1, unique=True)
    is_active = models.BooleanField(_("on sale or supported"), default=True)

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


@pghistory.track(
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    model_name="UnitHistory",
    obj_field=pghistory.ObjForeignKey(related_name="history"),
)
class Unit(models.Model):
    """One piece of hardware by its serial number, and the chain it was sold through."""

    serial = models.CharField(_("serial number"), max_length=40, unique=True)
    product = models.ForeignKey(
        Product, verbose_name=_("product"), on_delete=models.PROTECT, null=True, blank=True, related_name="units"
    )
    revision = models.CharField(_("revision"), max_length=20, blank=True)
    lot = models.CharField(_("lot"), max_length=40, blank=True)
    firmware = models.CharField(_("firmware"), max_length=40, blank=True)
    manufactured_on = models.DateField(_("manufactured"), null=True, blank=True)
    shipped_on = models.DateField(_("shipped"), null=True, blank=True)
    distributor = models.ForeignKey(
        Partner,
        verbose_name=_("distributor"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="units_shipped",
    )
    reseller = models.ForeignKey(
        Partner, verbose_name=_("reseller"), on_delete=models.PROTECT, null=True, blank=True, related_name="units_sold"
    )
    sold_on = models.DateField(_("sold"), null=True, blank=True)
    first_online_on = models.DateField(_("first online"), null=True, blank=True)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            models.CheckConstraint(condition=~Q(serial=""), name="unit_has_a_serial"),
            models.CheckConstraint(
                condition=Q(manufactured_on__isnull=True)
                | Q(shipped_on__isnull=True)
                | Q(shipped_on__gte=F("manufactured_on")),
                name="unit_shipped_after_manufacture",
            ),
        ]

    def __str__(self) -> str:
        return self.serial
