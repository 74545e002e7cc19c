"""What becomes of one mail: an answer in a case, a new case, a bounce, or a person decides."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone

from accounts.actors import Actor
from mail import reasons
from mail.mime import ReceivedMail
from mail.models import IncomingMail, Outcome
from mail.outbox import is_ours
from mail.robots import Author
from mail.senders import is_blocked
from tickets.courtesies import is_thanks_only
from tickets.intake.bouncing import note_bounce
from tickets.intake.dangers import speaks_of_danger
from tickets.intake.threads import Thread, find_thread
from tickets.intake.writing import habits_of, language_of, report_in, words_in
from tickets.models import Ticket
from tickets.selectors.proofs import wants_proof
from tickets.services.conversation import add_customer_message
from tickets.services.filing import Contact, file_case
from tickets.services.safety import flag_safety
from tickets.states import TicketStatus

MOST_CASES_PER_HOUR: Final = 20


@dataclass(frozen=True)
class Decision:
    outcome: Outcome
    reason: str = ""


def decide(received: ReceivedMail, incoming: IncomingMail) -> Decision:
    """Sort one mail that could be read; raise UnreadableMailError where its sender is open to doubt."""
    if received.bounce is not None:
        return _bounced(received, incoming)
    if reason := _objection(received, incoming):
        return _for_a_person(reason)
    thread = find_thread(received, incoming=incoming)
    if thread.is_for_staff:
        return _for_a_person(reasons.FOR_STAFF)
    if thread.ticket is not None and not _came_too_late(thread.ticket, received):
        return answer_in(thread.ticket, received, incoming)
    if received.author is Author.ANSWERING_MACHINE:
        return _for_a_person(reasons.ROBOT)
    return open_case(received, incoming, thread=thread)


def _objection(received: ReceivedMail, incoming: IncomingMail) -> str:
    """Why the mail goes no further, whatever it says."""
    if received.author is Author.OURSELVES or is_ours(incoming.message_id):
        return reasons.OURS
    return reasons.BLOCKED if is_blocked(received.sender.address) else ""


def open_case(received: ReceivedMail, incoming: IncomingMail, *, thread: Thread) -> Decision:
    """A report by mail gets its number; more than a person can write in an hour does not."""
    sender = received.sender
    habits = habits_of(sender.address)
    if settings.THROTTLES and habits.cases_by_mail_this_hour >= MOST_CASES_PER_HOUR:
        return _for_a_person(reasons.FLOOD)
    contact = Contact(email=sender.address, name=sender.name, language=language_of(received, sender.address, habits))
    filing = report_in(received, incoming, contact=contact)
    file_case(replace(filing, follows=thread.ticket, mentions=thread.mentions))
    return Decision(Outcome.TICKET)


def answer_in(ticket: Ticket, received: ReceivedMail, incoming: IncomingMail) -> Decision:
    """A party to the case wrote in it."""
    said = words_in(received, incoming, language=ticket.language, wants_proof=wants_proof(ticket))
    message = add_customer_message(ticket=ticket, said=said)
    actor = Actor(name=said.name or said.email)
    if not ticket.is_safety and not said.is_automatic and speaks_of_danger(received.words[0]):
        flag_safety(ticket=message.ticket, actor=actor)
    return Decision(Outcome.REPLY)


def _came_too_late(ticket: Ticket, received: ReceivedMail) -> bool:
    """A case closed long ago stays closed; what is new about it opens another one that points back."""
    if ticket.status != TicketStatus.CLOSED or received.author is not Author.PERSON:
        return False
    long_ago = ticket.waiting_since < timezone.now() - timedelta(days=settings.REOPEN_DAYS)
    return long_ago and not is_thanks_only(received.words[0])


def _bounced(received: ReceivedMail, incoming: IncomingMail) -> Decision:
    assert received.bounce is not None
    incoming.bounced = note_bounce(received.bounce)
    if incoming.bounced is None:
        return _for_a_person(reasons.STRAY_BOUNCE)
    return Decision(Outcome.BOUNCE)


def _for_a_person(reason: str) -> Decision:
    return Decision(Outcome.QUARANTINED, reason)
