from typing import Final

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Partner
from common.constraints import known_values
from warranty.models.product import Product
from warranty.models.references import references_are_looked_up


class UnitState(models.TextChoices):
    SOLD = "sold", _("Sold")
    INSTALLED = "installed", _("Installed")
    REPLACED = "replaced", _("Replaced")
    REFURBISHED = "refurbished", _("Refurbished")
    SCRAPPED = "scrapped", _("Scrapped")
    STOLEN = "stolen", _("Stolen")
    RECALLED = "recalled", _("Recalled")


OUT_OF_USE: Final = frozenset({UnitState.REPLACED, UnitState.SCRAPPED, UnitState.STOLEN, UnitState.RECALLED})


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
        Product,
        verbose_name=_("product"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="units",
        db_constraint=False,  # see triggers
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
        db_constraint=False,
    )
    reseller = models.ForeignKey(
        Partner,
        verbose_name=_("reseller"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="units_sold",
        db_constraint=False,
    )
    sold_on = models.DateField(_("sold"), null=True, blank=True)
    first_online_on = models.DateField(_("first online"), null=True, blank=True)

    state = models.CharField(_("state"), max_length=12, choices=UnitState, default=UnitState.SOLD)
    # The same serial seen in two places: two owners, or two addresses in the network.
    is_clone_suspected = models.BooleanField(_("seen in two places"), default=False)

    class Meta:
        verbose_name = _("unit")
        verbose_name_plural = _("units")
        constraints = [
            known_values("unit", "state", UnitState),
            models.CheckConstraint(condition=~Q(serial=""), name="unit_has_a_serial"),
            models.CheckConstraint(
                condition=Q(manufactured_on__isnull=True)
                | Q(shipped_on__isnull=True)
                | Q(shipped_on__gte=F("manufactured_on")),
                name="unit_shipped_after_manufacture",
            ),
        ]
        triggers = references_are_looked_up({"product": Product, "distributor": Partner, "reseller": Partner})

    def __str__(self) -> str:
        return self.serial

    @property
    def is_out_of_use(self) -> bool:
        """Whether nobody ought to be using it, which whoever takes care of a case has to see at once."""
        return self.state in OUT_OF_USE


class Swap(models.Model):
    """One unit took the place of another; the chain of these is the genealogy, and cover follows it."""

    predecessor = models.OneToOneField(
        Unit, verbose_name=_("old unit"), on_delete=models.PROTECT, related_name="swapped_for"
    )
    successor = models.OneToOneField(
        Unit, verbose_name=_("new unit"), on_delete=models.PROTECT, related_name="came_for"
    )
    # The first of the chain: start, policy and end are inherited from it by every member.
    root = models.ForeignKey(Unit, verbose_name=_("first unit"), on_delete=models.PROTECT, related_name="chain")
    swapped_on = models.DateField(_("swapped"))
    reason = models.CharField(_("why"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written down by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("swap")
        verbose_name_plural = _("swaps")
        ordering = ["swapped_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(predecessor=F("successor")), name="no_unit_is_swapped_for_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"


class ServiceKind(models.TextChoices):
    REPAIR = "repair", _("Repair under warranty")
    REPLACE = "replace", _("Replacement")
    PAID = "paid", _("Paid repair")


class ServiceChoice(models.TextChoices):
    CONSUMER_CHOSE_REPAIR = "consumer_chose_repair", _("The consumer had chosen repair")
    SELLER = "seller", _("The seller chose")
    SAME_FAULT = "same_fault", _("The same fault as claimed now")
    OTHER_FAULT = "other_fault", _("Another fault")


class Service(models.Model):
    """A unit was at the trader's: from the hand-over to the return the law lets clocks stand still or start again."""

    unit = models.ForeignKey(Unit, verbose_name=_("unit"), on_delete=models.PROTECT, related_name="services")
    kind = models.CharField(_("kind"), max_length=8, choices=ServiceKind)
    choice = models.CharField(_("choice"), max_length=24, choices=ServiceChoice, blank=True)
    handed_over_on = models.DateField(_("handed over"))
    returned_on = models.DateField(_("returned"), null=True, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("written down by"),
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["handed_over_on", "pk"]
        constraints = [
            known_values("service", "kind", ServiceKind),
            known_values("service", "choice", ServiceChoice, blank=True),
            models.CheckConstraint(
                condition=Q(returned_on__isnull=True) | Q(returned_on__gte=F("handed_over_on")),
                name="service_returned_after_hand_over",
                violation_error_message=_("The return lies before the hand-over."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.handed_over_on}"
