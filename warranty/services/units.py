"""What the registry says of a unit changes: whoever asks cover for it is judged again."""

from django.db import transaction
from django.db.models import QuerySet

from warranty.models import Claim, Plate, Unit
from warranty.selectors.chains import members_of_chains
from warranty.services.claims import mark_due_by_id


@transaction.atomic
def keep_unit(*, unit: Unit) -> Unit:
    """Write a unit down, new or changed, and have its claims judged again."""
    unit.save()
    reconsider_claims(Unit.objects.filter(pk=unit.pk))
    return unit


@transaction.atomic
def reconsider_claims(units: QuerySet[Unit]) -> int:
    """Claims on these units and on what they were swapped for or came for are due; unknown serials find their unit."""
    if not Claim.objects.exists():
        return 0
    strangers = Claim.objects.filter(unit=None, serial__in=units.values("serial")).exclude(plate=Plate.OTHER_BRAND)
    found = set(strangers.values_list("pk", flat=True))
    known = Claim.objects.filter(unit__in=units).values_list("pk", flat=True)
    kin = Claim.objects.filter(unit__in=members_of_chains(units)).values_list("pk", flat=True)
    marked = mark_due_by_id({*found, *known, *kin})
    # Looked for again under the locks: somebody may just have read another serial on the plate.
    _introduce(strangers.filter(pk__in=found))
    return marked


def _introduce(strangers: QuerySet[Claim]) -> None:
    claims = list(strangers)
    units = dict(Unit.objects.filter(serial__in={claim.serial for claim in claims}).values_list("serial", "pk"))
    for claim in claims:
        claim.unit_id = units[claim.serial]
    Claim.objects.bulk_update(claims, ["unit"], batch_size=1_000)
