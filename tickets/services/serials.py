"""Serials that turn up in a case, said or read, complete the units that lack one or are further units of it."""

from collections.abc import Iterable, Sequence
from contextlib import suppress

from django.db import transaction

from accounts.actors import Actor
from common.errors import DomainError
from tickets.models import EventKind, Ticket, TicketLine
from tickets.serial_matching import match
from tickets.services.history import lock_unmerged
from tickets.services.lines import UnitClaim, add_lines, correct_line
from warranty.catalogue import product_of_letter
from warranty.serials import find_serials, is_serial

MOST_FOUND = 50


def serials_said(*texts: str, names: Iterable[str] = ()) -> list[str]:
    """The serials in these texts and in these names of files, in their order, each once."""
    found = dict.fromkeys(serial for text in (*texts, *names) for serial in find_serials(text))
    return list(found)[:MOST_FOUND]


def claims_with(named: Sequence[UnitClaim], found: Sequence[str]) -> list[UnitClaim]:
    """The units of a report that is being filed, with the serials that its words and files tell beside its fields."""
    present = {claim.serial for claim in named}
    fresh = [unit_of(serial) for serial in found if serial not in present]
    lacking = [place for place, claim in enumerate(named) if not claim.serial]
    units = list(named)
    pairs = match([unit.product for unit in fresh], [named[place].product for place in lacking])
    for one, place in pairs:
        units[lacking[place]] = _meant(fresh[one], named[lacking[place]])
    taken = {one for one, _place in pairs}
    return units + [unit for number, unit in enumerate(fresh) if number not in taken]


def unit_of(serial: str) -> UnitClaim:
    """A serial as it was found, with the product that its letter names."""
    return UnitClaim(serial, product_of_letter(serial) if is_serial(serial) else None)


def _meant(found: UnitClaim, named: UnitClaim) -> UnitClaim:
    return UnitClaim(found.as_written, found.product or named.product)


@transaction.atomic
def take_units(*, ticket: Ticket, units: Sequence[UnitClaim], actor: Actor) -> list[TicketLine]:
    """What the customer names completes what lacks a serial, as far as that is certain; the rest is added.

    Raises DomainError when all of it stands in the case already, or the case is full.
    """
    ticket = lock_unmerged(ticket)
    completed, rest = complete_lines(ticket, units, actor=actor)
    return [*completed, *(add_lines(ticket=ticket, claims=rest, actor=actor) if rest or not completed else [])]


def complete_lines(
    ticket: Ticket, units: Sequence[UnitClaim], *, actor: Actor, kind: EventKind = EventKind.LINE_CHANGED
) -> tuple[list[TicketLine], list[UnitClaim]]:
    """Fill the lines of a locked case that lack a serial, as far as is certain; returns them, and what fits none."""
    present = set(ticket.lines.exclude(serial="").values_list("serial", flat=True))
    fresh = [unit for unit in units if unit.serial not in present]
    lacking = list(ticket.lines.filter(serial="").select_related("ticket", "product")) if fresh else []
    pairs = match([unit.product for unit in fresh], [line.product for line in lacking])
    completed = []
    for one, place in pairs:
        line = lacking[place]
        unit = UnitClaim(fresh[one].as_written, fresh[one].product or line.product)
        completed.append(correct_line(line=line, claim=unit, actor=actor, kind=kind))
    taken = {one for one, _place in pairs}
    return completed, [unit for number, unit in enumerate(fresh) if number not in taken]


def take_serials_said(ticket: Ticket, serials: Sequence[str], *, actor: Actor) -> None:
    """What a message tells of serials; a case that is full, or that has them, must not cost the message."""
    if serials:
        with suppress(DomainError):
            take_units(ticket=ticket, units=[unit_of(serial) for serial in serials], actor=actor)
