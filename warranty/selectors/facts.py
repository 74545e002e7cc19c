"""The facts of a claim, gathered from the claim, the unit with its chain of swaps, and its evidence."""

from typing import Final

from django.db.models import Q

from warranty.book import policy_code_of
from warranty.evidence import Evidence, UnitRecord
from warranty.facts import BuyerKind, Facts, Mark, SerialStatus, Source, Stay
from warranty.models import Claim, Plate, Service, Unit, UnitState
from warranty.selectors.chains import root_of

PLATES: Final = {Plate.OTHER_BRAND: SerialStatus.OTHER_BRAND, Plate.DEFACED: SerialStatus.DEFACED}


def first_of_chain(unit: Unit | None) -> Unit | None:
    """The unit whose start, policy and end this one inherits: itself, unless it came in exchange for another."""
    return root_of(unit) if unit else None


def record_of(claim: Claim, first: Unit | None) -> UnitRecord:
    """The registry's word as the evidence is measured by."""
    product = claim.product or (claim.unit.product if claim.unit else None)
    code = product.code if product else ""
    if first is None:
        return UnitRecord(serial=claim.serial, product_code=code)
    return UnitRecord(
        serial=claim.serial,
        product_code=code,
        manufactured_on=first.manufactured_on,
        sold_on=first.sold_on,
        first_online_on=first.first_online_on,
    )


def facts_of(claim: Claim, first: Unit | None, evidence: Evidence) -> Facts:
    """What the engine is told; a buyer of whom nothing is known is taken for a consumer, who has the most rights."""
    product = (first.product if first else None) or claim.product
    return Facts(
        policy=policy_code_of(product),
        model=product.code if product else "",
        reported_at=claim.reported_at,
        serial_status=PLATES.get(Plate(claim.plate)) or (SerialStatus.OK if claim.unit else SerialStatus.UNKNOWN),
        marks=_marks(claim) | evidence.flags,
        buyer=claim.buyer or BuyerKind.CONSUMER,
        country=claim.country.code or "",
        manufactured_on=first.manufactured_on if first else None,
        shipped_on=first.shipped_on if first else None,
        sold_on=evidence.sold_on,
        delivered_on=claim.delivered_on,
        installed_on=evidence.installed_on,
        first_online_on=first.first_online_on if first else None,
        evidence=evidence.sources | ({Source.LOG} if claim.has_log else frozenset()),
        discovered_on=claim.discovered_on,
        history=_history(claim.unit, first),
        exclusion=claim.exclusion_state,
        exclusion_kind=claim.exclusion,
    )


def _marks(claim: Claim) -> frozenset[str]:
    unit = claim.unit
    is_true = {
        Mark.SAFETY_SYMPTOM: claim.is_safety,
        Mark.STOLEN: unit is not None and unit.state == UnitState.STOLEN,
        Mark.CLONE: unit is not None and unit.is_clone_suspected,
        Mark.REPLACED: unit is not None and unit.state == UnitState.REPLACED,
        Mark.OPEN_RMA: bool(claim.open_elsewhere),
    }
    return frozenset(mark for mark, holds in is_true.items() if holds)


def _history(unit: Unit | None, first: Unit | None) -> tuple[Stay, ...]:
    """What happened to every member of the chain: cover follows the unit and its swaps."""
    if unit is None or first is None:
        return ()
    members = Q(unit=unit) | Q(unit=first) | Q(unit__came_for__root=first)
    services = Service.objects.filter(members).order_by("handed_over_on", "pk")
    return tuple(Stay(row.kind, row.choice, row.handed_over_on, row.returned_on) for row in services)
