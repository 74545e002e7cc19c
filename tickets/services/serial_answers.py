"""The customer answers for a serial number: on the page with the one field, or on the page of the case."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.actors import Actor
from tickets.models import SerialRequest, Ticket, TicketLine
from tickets.services.conversation import CustomerWords, add_customer_message
from tickets.services.filing import NewAttachment, Words
from tickets.services.history import lock_unmerged
from tickets.services.lines import UnitClaim, correct_line
from tickets.services.serials import take_units
from tickets.services.status import change_status
from tickets.states import TicketStatus


@dataclass(frozen=True)
class SerialAnswer:
    """What the customer could give: the serial, or a photo of the plate, or neither."""

    unit: UnitClaim | None = None
    photos: Sequence[NewAttachment] = ()
    # Said by those who cannot read the plate, or have none.
    words: str = ""


@transaction.atomic
def name_unit(*, ticket: Ticket, unit: UnitClaim, actor: Actor) -> list[TicketLine]:
    """The customer gives a serial by themselves: what lacks one is complete, or one more unit is part of the case."""
    ticket = lock_unmerged(ticket)
    lines = take_units(ticket=ticket, units=[unit], actor=actor)
    _hand_back(ticket, actor)
    return lines


@transaction.atomic
def answer_request(*, request: SerialRequest, answer: SerialAnswer) -> SerialRequest:
    """What was asked for is there, or is known not to come: either way the case is ours again.

    Sent twice it is one answer. Raises DomainError where the serial cannot be taken; the link stays open then.
    """
    ticket = lock_unmerged(request.ticket)
    request = SerialRequest.objects.select_related("line__ticket", "line__product").get(pk=request.pk)
    if request.answered_at is not None:
        return request
    actor = Actor(name=ticket.name or ticket.email)
    if answer.unit:
        _set_serial(ticket, request.line, answer.unit, actor)
    if answer.photos or answer.words:
        _say(ticket, answer)
    request.answered_at = timezone.now()
    request.save(update_fields=["answered_at"])
    _hand_back(ticket, actor)
    return request


def _set_serial(ticket: Ticket, line: TicketLine | None, unit: UnitClaim, actor: Actor) -> None:
    if line is None:
        take_units(ticket=ticket, units=[unit], actor=actor)
        return
    correct_line(line=line, claim=UnitClaim(unit.as_written, unit.product or line.product), actor=actor)


def _say(ticket: Ticket, answer: SerialAnswer) -> None:
    said = CustomerWords(
        words=Words(text=answer.words), name=ticket.name, email=ticket.email, attachments=answer.photos
    )
    add_customer_message(ticket=ticket, said=said)


def _hand_back(ticket: Ticket, actor: Actor) -> None:
    """What was said or set may have done so already: the fresh row tells."""
    ticket.refresh_from_db(fields=["status", "waiting_since"])
    if ticket.status == TicketStatus.WAITING:
        change_status(ticket, TicketStatus.OPEN, actor=actor, at=timezone.now())


def not_readable(language: str) -> str:
    """What the button that says so stands for, in the language of the case."""
    with translation.override(language):
        return _("I cannot read the serial number, or there is none.")
