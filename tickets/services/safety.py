"""Danger that shows only in the course of a case."""

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from tickets import emails
from tickets.models import EventKind, Priority, Ticket
from tickets.selectors.covered import claims_of
from tickets.services.history import lock_unmerged, record
from warranty.services.claims import set_for_all


@transaction.atomic
def flag_safety(*, ticket: Ticket, actor: Actor) -> Ticket:
    """To the top of the queue at once, and everybody who triages hears of it; a case that stands there stays."""
    ticket, at = lock_unmerged(ticket), timezone.now()
    if ticket.is_safety:
        return ticket
    before, ticket.priority, ticket.is_safety = ticket.get_priority_display(), Priority.URGENT, True
    ticket.updated_at = at
    ticket.save(update_fields=["priority", "is_safety", "updated_at"])
    after = str(Priority.URGENT.label)
    set_for_all(claims_of(ticket), is_safety=True)
    record(ticket, EventKind.PRIORITY_CHANGED, actor=actor, at=at, before=before, after=after)
    emails.queue_new_case_for_staff(ticket)
    return ticket
