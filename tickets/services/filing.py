"""A case is opened: by the form, by mail, by staff for a caller."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.actors import Actor
from common.text import clean_line, clean_text
from files.models import StoredFile
from mail.models import IncomingMail
from tickets import emails
from tickets.models import Attachment, EventKind, Message, MessageKind, Priority, Purpose, Source, Ticket
from tickets.number_store import next_number
from tickets.search import document, words_of
from tickets.services.history import record
from tickets.services.lines import UnitClaim, write_lines
from tickets.services.plates import owe_reading
from tickets.services.proofs import take_papers_in
from tickets.services.serial_requests import ask_at_filing
from tickets.states import TicketStatus
from tickets.symptoms import SAFETY
from warranty.services.claims import StatedFacts


@dataclass(frozen=True)
class Contact:
    """Who reports, and how they are reached."""

    email: str
    name: str = ""
    phone: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    language: str = "en"


@dataclass(frozen=True)
class Words:
    """What was said: the new text, what it quoted, clean HTML where there was some."""

    text: str
    quoted: str = ""
    html: str = ""


@dataclass(frozen=True)
class NewAttachment:
    file: StoredFile
    purpose: Purpose = Purpose.OTHER


@dataclass(frozen=True)
class Filing:
    """A report as it comes in, whichever way."""

    source: Source
    contact: Contact
    words: Words
    subject: str = ""
    symptom: str = ""
    seller: str = ""
    units: Sequence[UnitClaim] = ()
    attachments: Sequence[NewAttachment] = ()
    submission: uuid.UUID | None = None
    incoming: IncomingMail | None = None
    is_automatic: bool = False
    is_safety: bool = False
    is_spam: bool = False
    stated: StatedFacts = field(default_factory=StatedFacts)
    follows: Ticket | None = None
    mentions: str = ""
    actor: Actor = field(default_factory=lambda: Actor(name=""))


def file_case(filing: Filing) -> Ticket:
    """Give the report its number at once; the same submission sent twice is the same case."""
    try:
        return _file(filing)
    except IntegrityError as error:
        if _is_number_taken(error):
            return file_case(filing)
        first = Ticket.objects.filter(submission=filing.submission).first() if filing.submission else None
        if first is None:
            raise
        return first


def _is_number_taken(error: IntegrityError) -> bool:
    """A case that moved in has brought the number along that the sequence gave just now; the next one is free."""
    diagnosis = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnosis, "constraint_name", "")).startswith("tickets_ticket_number")


@transaction.atomic
def _file(filing: Filing) -> Ticket:
    ticket = _open(filing)
    message = write_customer_message(
        ticket,
        filing.words,
        name=filing.contact.name,
        email=filing.contact.email,
        incoming=filing.incoming,
        is_automatic=filing.is_automatic,
        at=ticket.created_at,
    )
    attach(message, filing.attachments)
    lines = write_lines(ticket, filing.units, stated=filing.stated, at=ticket.created_at)
    record(ticket, EventKind.FILED, actor=_reporter(filing), at=ticket.created_at, after=filing.source)
    if any(new.purpose == Purpose.PROOF for new in filing.attachments):
        take_papers_in(ticket, actor=_reporter(filing), at=ticket.created_at)
    if not filing.is_spam:
        lacks_serial = not lines or any(not line.serial for line in lines)
        has_photos = lacks_serial and owe_reading(message)
        _announce(ticket, filing, is_asked=lacks_serial and not has_photos)
    return ticket


def _announce(ticket: Ticket, filing: Filing, *, is_asked: bool) -> None:
    if not filing.is_automatic:
        asked = ask_at_filing(ticket, at=ticket.created_at) if is_asked else None
        emails.queue_number_assigned(ticket, answers=filing.incoming, asked=asked)
    emails.queue_new_case_for_staff(ticket)


def _open(filing: Filing) -> Ticket:
    at, contact = timezone.now(), filing.contact
    is_safety = filing.is_safety or filing.symptom in SAFETY
    return Ticket.objects.create(
        number=next_number(),
        status=TicketStatus.SPAM if filing.is_spam else TicketStatus.NEW,
        waiting_since=at,
        priority=Priority.URGENT if is_safety else Priority.NORMAL,
        is_safety=is_safety,
        subject=clean_line(filing.subject),
        symptom=filing.symptom,
        name=clean_line(contact.name, limit=150),
        email=contact.email,
        phone=clean_line(contact.phone, limit=40),
        street=clean_line(contact.street),
        postal_code=clean_line(contact.postal_code, limit=20),
        city=clean_line(contact.city, limit=100),
        country=contact.country,
        language=contact.language,
        seller=clean_line(filing.seller),
        source=filing.source,
        submission=filing.submission,
        follows=filing.follows,
        mentions=filing.mentions,
        created_at=at,
        updated_at=at,
        search=document(_words(filing)),
    )


def _words(filing: Filing) -> list[str]:
    contact = filing.contact
    said = (filing.subject, filing.words.text, filing.words.quoted, filing.seller)
    who = (contact.name, contact.email, contact.phone, contact.street, contact.postal_code, contact.city)
    return words_of(*said, *who, *(unit.serial for unit in filing.units))


def _reporter(filing: Filing) -> Actor:
    return filing.actor if filing.actor.name else Actor(name=filing.contact.name or filing.contact.email)


def write_customer_message(
    ticket: Ticket,
    words: Words,
    *,
    name: str,
    email: str,
    incoming: IncomingMail | None,
    is_automatic: bool,
    at: datetime,
) -> Message:
    """What the customer's side said, the first time or later, made safe to store."""
    return Message.objects.create(
        ticket=ticket,
        kind=MessageKind.CUSTOMER,
        author_name=clean_line(name, limit=150),
        author_email=email,
        text=clean_text(words.text),
        quoted=clean_text(words.quoted),
        html=words.html,
        is_automatic=is_automatic,
        incoming=incoming,
        created_at=at,
    )


def attach(message: Message, attachments: Sequence[NewAttachment]) -> None:
    """Hang the files on the message; from now on whoever may see the message may see them."""
    unique = {new.file.pk: new for new in attachments}.values()
    Attachment.objects.bulk_create(Attachment(message=message, file=new.file, purpose=new.purpose) for new in unique)
