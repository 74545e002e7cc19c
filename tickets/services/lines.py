"""The units of a case."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from common.errors import DomainError
from common.text import clean_line
from tickets.models import EventKind, Ticket, TicketLine
from tickets.search import extended, words_of
from tickets.selectors.covered import claims_of
from tickets.services.history import lock_unmerged, record
from tickets.services.proofs import take_lines_in
from tickets.services.serial_requests import settle
from warranty.models import Product, Unit
from warranty.selectors import units_by_serial
from warranty.serials import read_serial
from warranty.services.claims import ClaimReport, StatedFacts, identify, open_claims

MOST_LINES = 500


@dataclass(frozen=True)
class UnitClaim:
    """A unit as the customer names it: what they read on the plate, and the product they chose."""

    as_written: str = ""
    product: Product | None = None

    @property
    def serial(self) -> str:
        return read_serial(self.as_written)


def write_lines(
    ticket: Ticket, named: Sequence[UnitClaim], *, stated: StatedFacts, at: datetime, first: int = 1
) -> list[TicketLine]:
    """Add a line for each unit, with the registry's word where the serial is known; a serial stands once in a case.

    Cover is asked for each of them: what is `stated` is said of all.
    """
    different = {unit.serial or position: unit for position, unit in enumerate(named)}.values()
    units = units_by_serial([unit.serial for unit in different if unit.serial])
    lines = [
        _line(ticket, position, unit, units.get(unit.serial)) for position, unit in enumerate(different, start=first)
    ]
    claims = open_claims([_report(ticket, line, stated, at) for line in lines]) if lines else []
    for line, claim in zip(lines, claims, strict=True):
        line.claim = claim
    return TicketLine.objects.bulk_create(lines)


def _line(ticket: Ticket, position: int, named: UnitClaim, unit: Unit | None) -> TicketLine:
    return TicketLine(
        ticket=ticket,
        position=position,
        serial=named.serial,
        serial_as_written=clean_line(named.as_written, limit=100),
        product=unit.product if unit and unit.product else named.product,
        unit=unit,
    )


def _report(ticket: Ticket, line: TicketLine, stated: StatedFacts, at: datetime) -> ClaimReport:
    return ClaimReport(
        serial=line.serial,
        product=line.product,
        unit=line.unit,
        reported_at=at,
        is_safety=ticket.is_safety,
        stated=replace(stated, country=stated.country or str(ticket.country)),
    )


def line_in(ticket: Ticket, pk: int, *, field: str = "") -> TicketLine:
    """A unit of this case; raise DomainError beside `field` where it is none any more."""
    line = ticket.lines.filter(pk=pk).select_related("ticket", "product", "claim__verdict").first()
    if line is None:
        raise DomainError(_("This unit is not in the case any more."), field=field)
    return line


@transaction.atomic
def add_lines(
    *, ticket: Ticket, claims: Sequence[UnitClaim], actor: Actor, kind: EventKind = EventKind.LINE_ADDED
) -> list[TicketLine]:
    """One more unit turns out to belong to the case; those that stand in it already are left out."""
    ticket, at = lock_unmerged(ticket), timezone.now()
    present = set(ticket.lines.exclude(serial="").values_list("serial", flat=True))
    fresh = [claim for claim in claims if claim.serial not in present]
    last = ticket.lines.aggregate(last=Max("position"))["last"] or 0
    if not fresh:
        raise DomainError(_("This serial number stands in the case already."), field="serial")
    if last + len(fresh) > MOST_LINES:
        raise DomainError(_("A case holds at most 500 units; please open another one."), field="serial")
    lines = write_lines(ticket, fresh, stated=_said_before(ticket), at=at, first=last + 1)
    _note_serials(ticket, lines, kind=kind, actor=actor, at=at)
    take_lines_in(ticket, [line.claim for line in lines if line.claim], actor=actor, at=at)
    settle(ticket, actor=actor, at=at)
    return lines


def _said_before(ticket: Ticket) -> StatedFacts:
    """What was said of the other units of the case about their buyer holds for one more."""
    other = claims_of(ticket).order_by("pk").first()
    return StatedFacts(buyer=other.buyer, country=str(other.country)) if other else StatedFacts()


def _note_serials(ticket: Ticket, lines: Sequence[TicketLine], *, kind: EventKind, actor: Actor, at: datetime) -> None:
    serials = [line.serial for line in lines]
    Ticket.objects.filter(pk=ticket.pk).update(search=extended(words_of(*serials)), updated_at=at)
    record(ticket, kind, actor=actor, at=at, after=", ".join(serials))


@transaction.atomic
def correct_line(
    *, line: TicketLine, claim: UnitClaim, actor: Actor, kind: EventKind = EventKind.LINE_CHANGED
) -> TicketLine:
    """What was read wrongly on the plate is set right; the registry's unit follows."""
    ticket, at = lock_unmerged(line.ticket), timezone.now()
    line = TicketLine.objects.select_for_update(of=("self",)).select_related("claim").get(pk=line.pk)
    before, serial = line.serial, claim.serial
    if serial and ticket.lines.filter(serial=serial).exclude(pk=line.pk).exists():
        raise DomainError(_("This serial number stands in the case already."), field="serial")
    unit = units_by_serial([serial]).get(serial)
    line.serial, line.unit = serial, unit
    line.product = unit.product if unit and unit.product else claim.product
    line.save(update_fields=["serial", "unit", "product"])
    if line.claim:
        identify(claim=line.claim, serial=serial, product=line.product, unit=unit)
    Ticket.objects.filter(pk=ticket.pk).update(search=extended(words_of(serial)), updated_at=at)
    record(ticket, kind, actor=actor, at=at, before=before, after=serial)
    if serial:
        settle(ticket, line=line, actor=actor, at=at)
    return line
