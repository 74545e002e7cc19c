"""Two of the five beats, the same for every change of a case: lock and record."""

from datetime import datetime

from accounts.actors import Actor
from common.text import clean_line
from tickets.models import Event, EventKind, Ticket


def lock_ticket(ticket: Ticket) -> Ticket:
    """The fresh row, ours until the transaction ends."""
    return Ticket.objects.select_for_update(of=("self",)).light().get(pk=ticket.pk)


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
