"""What is the same for every change of a case: lock, touch, record."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.actors import Actor
from common.errors import DomainError
from common.text import clean_line
from tickets.models import Event, EventKind, Ticket


def lock_ticket(ticket: Ticket) -> Ticket:
    """The fresh row, ours until the transaction ends."""
    return Ticket.objects.select_for_update(of=("self",)).light().get(pk=ticket.pk)


def lock_unmerged(ticket: Ticket) -> Ticket:
    """The fresh row; raise DomainError when it was merged a moment ago: what is put there now nobody would see."""
    ticket = lock_ticket(ticket)
    if ticket.merged_into_id is not None:
        raise DomainError(_("This case was merged; please work in the one that it belongs to."))
    return ticket


def lock_where_it_went(ticket: Ticket) -> Ticket:
    """The fresh row, or the one of the case that it was merged into, also when that happened a moment ago."""
    ticket = lock_ticket(ticket)
    return lock_ticket(ticket.merged_into) if ticket.merged_into else ticket


def touch(ticket: Ticket, at: datetime) -> None:
    """Something of the case has changed that stands in other rows."""
    Ticket.objects.filter(pk=ticket.pk).update(updated_at=at)


def record(
    ticket: Ticket, kind: EventKind, *, actor: Actor, at: datetime, before: str = "", after: str = "", reason: str = ""
) -> Event:
    """Leave the line in the case's history, in the transaction of the change."""
    return Event.objects.create(
        ticket=ticket,
        kind=kind,
        actor=actor.user,
        actor_name=clean_line(actor.name, limit=150),
        before=clean_line(before),
        after=clean_line(after),
        reason=clean_line(reason, limit=500),
        created_at=at,
    )
