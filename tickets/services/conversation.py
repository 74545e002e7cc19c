"""What is said in a case, by the customer, by staff, among staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from common.errors import DomainError
from common.text import clean_text
from mail.models import IncomingMail
from tickets import emails
from tickets.courtesies import is_thanks_only
from tickets.models import EventKind, Message, MessageKind, Purpose, Ticket
from tickets.search import extended, words_of
from tickets.services.filing import NewAttachment, Words, attach, write_customer_message
from tickets.services.history import lock_unmerged, lock_where_it_went, record
from tickets.services.plates import lacks_serial, owe_reading
from tickets.services.proofs import take_papers_in
from tickets.services.serials import serials_said, take_serials_said
from tickets.services.status import change_status
from tickets.states import SOLVED, TicketStatus

SAME_FOR: Final = timedelta(minutes=2)


@dataclass(frozen=True)
class CustomerWords:
    """A message from the customer's side of a case, and who of them wrote it."""

    words: Words
    name: str
    email: str = ""
    attachments: Sequence[NewAttachment] = ()
    incoming: IncomingMail | None = None
    is_automatic: bool = False


@transaction.atomic
def add_customer_message(*, ticket: Ticket, said: CustomerWords) -> Message:
    """The customer wrote: the case is ours again, unless they only said thank you or a robot spoke."""
    ticket, at = lock_where_it_went(ticket), timezone.now()
    _check_has_content(said.words.text, said.attachments)
    if said.incoming is None and (first := _sent_twice(ticket, said.words.text, said.attachments, at=at)):
        return first
    message = _write(ticket, said, at)
    actor = Actor(name=said.name or said.email)
    if _asks_for_us(ticket, said):
        change_status(ticket, TicketStatus.OPEN, actor=actor, at=at)
    _touch(ticket, at, said.words.text, said.words.quoted)
    record(ticket, EventKind.CUSTOMER_WROTE, actor=actor, at=at)
    if not said.is_automatic:
        _look_for_serials(ticket, message, said, actor)
    if any(new.purpose == Purpose.PROOF for new in said.attachments):
        take_papers_in(ticket, actor=actor, at=at)
    emails.queue_customer_wrote_for_staff(ticket, message)
    return message


def _look_for_serials(ticket: Ticket, message: Message, said: CustomerWords, actor: Actor) -> None:
    found = serials_said(said.words.text, names=[new.file.name for new in said.attachments])
    take_serials_said(ticket, found, actor=actor)
    if said.attachments and ticket.status != TicketStatus.SPAM and lacks_serial(ticket):
        owe_reading(message)


def _asks_for_us(ticket: Ticket, said: CustomerWords) -> bool:
    if said.is_automatic:
        return False
    if ticket.status in SOLVED:
        return bool(said.attachments) or not is_thanks_only(said.words.text)
    return ticket.status == TicketStatus.WAITING


def _write(ticket: Ticket, said: CustomerWords, at: datetime) -> Message:
    message = write_customer_message(
        ticket,
        said.words,
        name=said.name,
        email=said.email,
        incoming=said.incoming,
        is_automatic=said.is_automatic,
        at=at,
    )
    attach(message, said.attachments)
    return message


@dataclass(frozen=True)
class Answer:
    """What staff answer, and whose move it is then; `seen` is the last message that was on their screen."""

    text: str
    attachments: Sequence[NewAttachment] = ()
    then: TicketStatus = TicketStatus.WAITING
    seen: int | None = None


@transaction.atomic
def answer_customer(*, ticket: Ticket, answer: Answer, user: User) -> Message:
    """Staff answer: the customer and the colleagues in copy are owed a mail from this commit on."""
    ticket, at = lock_unmerged(ticket), timezone.now()
    _check_has_content(answer.text, answer.attachments)
    if first := _sent_twice(ticket, answer.text, answer.attachments, at=at, kind=MessageKind.STAFF, author=user):
        return first
    _check_nothing_new(ticket, answer.seen)
    _check_can_be_answered(ticket)
    message = _write_staff(ticket, MessageKind.STAFF, user, answer, at)
    if ticket.status not in {answer.then, TicketStatus.HELD}:
        change_status(ticket, answer.then, actor=Actor.staff(user), at=at)
    if ticket.assignee_id is None:
        Ticket.objects.filter(pk=ticket.pk).update(assignee=user)
    _touch(ticket, at, answer.text)
    record(ticket, EventKind.STAFF_ANSWERED, actor=Actor.staff(user), at=at)
    message.outgoing = emails.queue_answer(ticket, message)
    message.save(update_fields=["outgoing"])
    return message


@transaction.atomic
def add_note(*, ticket: Ticket, answer: Answer, user: User) -> Message:
    """Staff write to each other; the customer never sees it and no mail goes out."""
    ticket, at = lock_unmerged(ticket), timezone.now()
    _check_has_content(answer.text, answer.attachments)
    if first := _sent_twice(ticket, answer.text, answer.attachments, at=at, kind=MessageKind.NOTE, author=user):
        return first
    message = _write_staff(ticket, MessageKind.NOTE, user, answer, at)
    _touch(ticket, at, answer.text)
    record(ticket, EventKind.NOTED, actor=Actor.staff(user), at=at)
    return message


def _write_staff(ticket: Ticket, kind: MessageKind, user: User, answer: Answer, at: datetime) -> Message:
    message = Message.objects.create(
        ticket=ticket,
        kind=kind,
        author=user,
        author_name=user.name,
        author_email=user.email,
        text=clean_text(answer.text),
        created_at=at,
    )
    attach(message, answer.attachments)
    return message


def _sent_twice(
    ticket: Ticket,
    text: str,
    attachments: Sequence[NewAttachment],
    *,
    at: datetime,
    kind: MessageKind = MessageKind.CUSTOMER,
    author: User | None = None,
) -> Message | None:
    """The newest message, if it is this one already: a button pressed twice says a thing once."""
    newest = ticket.messages.filter(created_at__gt=at - SAME_FOR).order_by("created_at", "pk").last()
    if newest is None or (newest.kind, newest.author_id) != (kind, author.pk if author else None):
        return None
    if newest.incoming_id or newest.text != clean_text(text):
        return None
    there = set(newest.attachments.values_list("file__sha256", flat=True))
    return newest if there == {new.file.sha256 for new in attachments} else None


def _touch(ticket: Ticket, at: datetime, *texts: str) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(updated_at=at, search=extended(words_of(*texts)))


def _check_has_content(text: str, attachments: Sequence[NewAttachment]) -> None:
    if not clean_text(text) and not attachments:
        raise DomainError(_("Please write something or attach a file."), field="message")


def _check_nothing_new(ticket: Ticket, seen: int | None) -> None:
    if seen is not None and ticket.messages.filter(pk__gt=seen).exists():
        raise DomainError(
            _("Somebody wrote in this case while you were writing. Please read it; your text is kept."), field="message"
        )


def _check_can_be_answered(ticket: Ticket) -> None:
    if not ticket.email:
        raise DomainError(_("This case has no e-mail address to answer to."), field="message")
    if ticket.status in {TicketStatus.MERGED, TicketStatus.SPAM}:
        raise DomainError(
            _("A case that is “%(state)s” cannot be answered.") % {"state": ticket.get_status_display()},
            field="message",
        )
