import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from common.constraints import known_values
from warranty.models.product import Product
from warranty.models.proof import Proof
from warranty.models.unit import Unit
from warranty.models.verdict import Verdict


class Plate(models.TextChoices):
    READABLE = "readable", _("ours and readable")
    OTHER_BRAND = "other_brand", _("of another maker")
    DEFACED = "defaced", _("defaced")


class Buyer(models.TextChoices):
    CONSUMER = "consumer", _("A private person")
    BUSINESS = "business", _("A company")
    SECOND_OWNER = "second_owner", _("Somebody who got it second-hand")


class Exclusion(models.TextChoices):
    INSTALLATION = "installation", _("Installed wrongly")
    OVERVOLTAGE = "overvoltage", _("Overvoltage or lightning")
    DAMAGE = "damage", _("Damaged from outside")
    WATER = "water", _("Water let in by opening or mounting")
    MODIFIED = "modified", _("Opened or modified")
    MISUSE = "misuse", _("Used for something else")


class ExclusionState(models.TextChoices):
    NONE = "none", _("none")
    ALLEGED = "alleged", _("alleged")
    CONFIRMED = "confirmed", _("confirmed")


class Attention(models.TextChoices):
    """What a person has to do for a claim."""

    NEEDS_PROOF = "needs_proof", _("Needs proof")
    TO_VERIFY = "to_verify", _("To verify")
    TO_CONFIRM = "to_confirm", _("To confirm")
    REVIEW = "review", _("Review")


@pghistory.track(
    pghistory.UpdateEvent(condition=pghistory.AnyChange(exclude=["due_since", "verdict", "attention"])),
    pghistory.DeleteEvent(),
    model_name="ClaimHistory",
    obj_field=pghistory.ObjForeignKey(related_name="history"),
)
class Claim(models.Model):
    """Somebody asks cover for one unit: what they say of it, its papers, and what was decided."""

    # As on the plate; the room knows no case, so what a case says of its line is told here too.
    serial = models.CharField(_("serial number"), max_length=40, blank=True)
    product = models.ForeignKey(Product, verbose_name=_("product"), on_delete=models.PROTECT, null=True, blank=True)
    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), on_delete=models.PROTECT, null=True, blank=True, related_name="claims"
    )
    plate = models.CharField(_("plate"), max_length=12, choices=Plate, default=Plate.READABLE)
    buyer = models.CharField(_("bought by"), max_length=12, choices=Buyer, blank=True)
    country = CountryField(_("country"), blank=True)
    reported_at = models.DateTimeField(_("reported"))
    discovered_on = models.DateField(_("fault found"), null=True, blank=True)
    delivered_on = models.DateField(_("delivered"), null=True, blank=True)
    has_log = models.BooleanField(_("the charger's own log shows the fault"), default=False)
    is_safety = models.BooleanField(default=False)
    exclusion = models.CharField(_("exclusion"), max_length=12, choices=Exclusion, blank=True)
    exclusion_state = models.CharField(max_length=10, choices=ExclusionState, default=ExclusionState.NONE)
    # The number under which the same unit is on its way back already.
    open_elsewhere = models.CharField(max_length=10, blank=True)
    proofs = models.ManyToManyField(Proof, related_name="claims", blank=True)
    verdict = models.ForeignKey(Verdict, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    attention = models.CharField(max_length=12, choices=Attention, blank=True)
    # Facts have changed since the verdict was computed.
    due_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("warranty claim")
        verbose_name_plural = _("warranty claims")
        constraints = [
            known_values("claim", "plate", Plate),
            known_values("claim", "buyer", Buyer, blank=True),
            known_values("claim", "exclusion", Exclusion, blank=True),
            known_values("claim", "exclusion_state", ExclusionState),
            known_values("claim", "attention", Attention, blank=True),
            models.CheckConstraint(
                condition=Q(exclusion_state=ExclusionState.NONE, exclusion="")
                | (~Q(exclusion_state=ExclusionState.NONE) & ~Q(exclusion="")),
                name="an_exclusion_has_a_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["due_since", "id"], name="claim_due", condition=Q(due_since__isnull=False)),
            models.Index(fields=["attention", "id"], name="claim_attention", condition=~Q(attention="")),
            models.Index(fields=["serial"], name="claim_serial"),
        ]

    def __str__(self) -> str:
        return self.serial or str(_("plate not readable"))
