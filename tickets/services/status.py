"""Changes of a case's state: each one arrow of the table."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from common.errors import DomainError
from mail.senders import block
from tickets import emails
from tickets.models import EventKind, Ticket
from tickets.selectors.covered import claims_of
from tickets.services.history import lock_ticket, record
from tickets.states import TICKET_STATES, UNFINISHED, TicketStatus
from warranty.services.claims import mark_due


def change_status(ticket: Ticket, target: TicketStatus, *, actor: Actor, at: datetime, reason: str = "") -> Ticket:
    """Walk one arrow with a locked row; the other services of this app build on it."""
    current = TicketStatus(ticket.status)
    TICKET_STATES.check(current, target)
    if target in UNFINISHED and current not in UNFINISHED:
        mark_due(claims_of(ticket))
    ticket.status = target
    ticket.waiting_since = at
    ticket.updated_at = at
    ticket.solved_at = at if target == TicketStatus.RESOLVED else ticket.solved_at
    ticket.save(update_fields=["status", "waiting_since", "updated_at", "solved_at"])
    record(ticket, EventKind.STATUS_CHANGED, actor=actor, at=at, before=current, after=target, reason=reason)
    return ticket


@transaction.atomic
def solve_ticket(*, ticket: Ticket, actor: Actor, reason: str = "") -> Ticket:
    """The problem is gone: the customer said so, or staff did and the customer is told."""
    ticket = lock_ticket(ticket)
    change_status(ticket, TicketStatus.RESOLVED, actor=actor, at=timezone.now(), reason=reason)
    if actor.user is not None:
        emails.queue_case_solved(ticket)
    return ticket


@transaction.atomic
def close_ticket(*, ticket: Ticket, actor: Actor, reason: str = "") -> Ticket:
    """Put the case away; nothing more is expected from anybody."""
    return change_status(lock_ticket(ticket), TicketStatus.CLOSED, actor=actor, at=timezone.now(), reason=reason)


@transaction.atomic
def reopen_ticket(*, ticket: Ticket, actor: Actor, reason: str = "") -> Ticket:
    """The case is ours again: from solved, closed, spam, or from waiting on the customer."""
    return change_status(lock_ticket(ticket), TicketStatus.OPEN, actor=actor, at=timezone.now(), reason=reason)


@transaction.atomic
def wait_for_customer(*, ticket: Ticket, actor: Actor, reason: str = "") -> Ticket:
    """The next move is the customer's, though nothing was written now."""
    return change_status(lock_ticket(ticket), TicketStatus.WAITING, actor=actor, at=timezone.now(), reason=reason)


@transaction.atomic
def mark_spam(*, ticket: Ticket, actor: Actor, block_sender: bool = False) -> Ticket:
    """Out of the queue; nothing is deleted and one click brings it back. Mail of a blocked sender is not read again."""
    ticket = change_status(lock_ticket(ticket), TicketStatus.SPAM, actor=actor, at=timezone.now())
    if block_sender:
        block(ticket.email, reason=ticket.pretty_number)
    return ticket


@transaction.atomic
def hold_for_return(*, ticket: Ticket, actor: Actor, reason: str = "") -> Ticket:
    """A return is open: the case cannot be closed until it has ended."""
    return change_status(lock_ticket(ticket), TicketStatus.HELD, actor=actor, at=timezone.now(), reason=reason)


@transaction.atomic
def close_if_silent(*, ticket: Ticket, at: datetime) -> Ticket:
    """Close a solved case that nobody has come back to for the agreed days; raise DomainError while it is too early."""
    ticket = lock_ticket(ticket)
    if ticket.solved_at is None or ticket.solved_at > at - timedelta(days=settings.CLOSE_SOLVED_AFTER_DAYS):
        raise DomainError(_("This case was solved too recently to be closed by itself."))
    return change_status(ticket, TicketStatus.CLOSED, actor=Actor.clock(), at=at)
