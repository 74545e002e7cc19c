"""What a person decides about a mail that the machine could not, or would not, sort."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from common.errors import DomainError
from mail.models import IncomingMail, Outcome
from mail.wakes import INTAKE, wake
from tickets.intake.salvage import salvage
from tickets.models import EventKind, Ticket
from tickets.services.conversation import CustomerWords, add_customer_message
from tickets.services.filing import Contact, Filing, file_case
from tickets.services.history import record


@transaction.atomic
def release_to_case(*, incoming: IncomingMail, user: User) -> Ticket:
    """Make the mail a case of its own; its sender gets the number if there is one who can be told."""
    incoming = _lock(incoming)
    found = salvage(incoming)
    contact = Contact(email=found.address, name=found.name, language=found.language)
    ticket = file_case(
        Filing(
            source=found.source,
            contact=contact,
            words=found.words,
            subject=found.subject,
            units=found.units,
            attachments=found.attachments,
            incoming=incoming,
            is_automatic=not found.may_be_answered,
            is_safety=found.is_safety,
        )
    )
    record(ticket, EventKind.FILED, actor=Actor.staff(user), at=timezone.now(), reason=_("Out of the quarantine"))
    _settle(incoming, Outcome.TICKET)
    return ticket


@transaction.atomic
def attach_to_case(*, incoming: IncomingMail, ticket: Ticket, user: User) -> Ticket:
    """Put the mail into a case that stands already; the one who wrote it gets no voice there by that."""
    incoming = _lock(incoming)
    ticket = ticket.merged_into or ticket
    found = salvage(incoming, language=ticket.language)
    said = CustomerWords(
        words=found.words,
        name=found.name or found.address,
        email=found.address,
        attachments=found.attachments,
        incoming=incoming,
        is_automatic=not found.is_by_person,
    )
    message = add_customer_message(ticket=ticket, said=said)
    record(
        message.ticket,
        EventKind.CUSTOMER_WROTE,
        actor=Actor.staff(user),
        at=timezone.now(),
        reason=_("Out of the quarantine"),
    )
    _settle(incoming, Outcome.REPLY)
    return message.ticket


@transaction.atomic
def dismiss(*, incoming: IncomingMail, user: User) -> IncomingMail:
    """Put the mail aside: it is kept and counted, and nobody has to look at it again."""
    incoming = _lock(incoming)
    incoming.dismissed_at = timezone.now()
    incoming.reason = f"{incoming.reason} · {user}"[:300]
    incoming.save(update_fields=["dismissed_at", "reason"])
    return incoming


@transaction.atomic
def retry(*, incoming: IncomingMail) -> IncomingMail:
    """Let the machine try again: a sender is blocked no more, a disk has room again."""
    incoming = _lock(incoming)
    incoming.sorted_at, incoming.dismissed_at, incoming.lease_until, incoming.attempts = None, None, None, 0
    incoming.save(update_fields=["sorted_at", "dismissed_at", "lease_until", "attempts"])
    transaction.on_commit(partial(wake, INTAKE), robust=True)
    return incoming


def _lock(incoming: IncomingMail) -> IncomingMail:
    incoming = IncomingMail.objects.select_for_update(of=("self",)).get(pk=incoming.pk)
    if incoming.outcome != Outcome.QUARANTINED:
        raise DomainError(_("Somebody has decided about this mail already."))
    if incoming.sorted_at is None:
        raise DomainError(_("This mail is being sorted just now; please look again in a minute."))
    return incoming


def _settle(incoming: IncomingMail, outcome: Outcome) -> None:
    incoming.outcome, incoming.dismissed_at = outcome, None
    incoming.save(update_fields=["outcome", "dismissed_at"])
