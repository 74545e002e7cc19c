"""What a demo shows beyond the cases themselves: photos and invoices, tags, colleagues in copy, odd mails."""

import hashlib
from datetime import timedelta
from random import Random
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.actors import Actor
from files.services import store_file
from mail import reasons
from mail.models import Delivery, DeliveryState, IncomingMail, Outcome
from rma_portal.demo.pictures import draw_invoice, draw_plate
from tickets.models import Attachment, Event, EventKind, Message, MessageKind, Participant, Purpose, Tag, Ticket
from tickets.services.proofs import take_papers_in
from tickets.states import TicketStatus
from tickets.topics import ticket_id_of

WITH_FILES: Final = 45
TAGGED: Final = 60
WITH_COLLEAGUE: Final = 12
# Who wrote, about what, why it waits for a person.
ODD_MAILS: Final = (
    ("offers@spam.example", "Make money while you charge", reasons.BLOCKED),
    ("noreply@shop.example", "Automatic reply: I am away until Monday", reasons.ROBOT),
    ("MAILER-DAEMON@relay.example", "Undelivered Mail Returned to Sender", reasons.STRAY_BOUNCE),
    ("eva.holm@customer.example", "Re: [RMA] laddbox", reasons.SEVERAL_SENDERS),
)


@transaction.atomic
def add_extras(rng: Random) -> None:
    """Put them on the newest cases, where somebody who looks around meets them first."""
    recent = list(
        Ticket.objects.exclude(status__in=[TicketStatus.SPAM, TicketStatus.MERGED]).order_by("-updated_at")[:150]
    )
    for ticket in rng.sample(recent, min(WITH_FILES, len(recent))):
        _attach(ticket, rng)
    _tag(rng.sample(recent, min(TAGGED, len(recent))), rng)
    for ticket in rng.sample(recent, min(WITH_COLLEAGUE, len(recent))):
        address = f"robin{ticket.pk}@customer.example"
        Participant.objects.get_or_create(ticket=ticket, email=address, defaults={"name": "Robin Colleague"})
    for sender, subject, reason in ODD_MAILS:
        _take_in(sender, subject, rng, reason=reason)
    _bounce(rng)
    _repeat()


def _attach(ticket: Ticket, rng: Random) -> None:
    message = Message.objects.filter(ticket=ticket, kind=MessageKind.CUSTOMER).order_by("created_at").first()
    line = ticket.lines.select_related("product", "unit").first()
    if message is None or line is None or line.product is None:
        return
    plate = store_file(name="plate.jpg", content=draw_plate(line.product.name, line.serial or "?", rng))
    Attachment.objects.create(message=message, file=plate, purpose=Purpose.PHOTO)
    if rng.random() < 0.5:  # noqa: PLR2004
        number, unit = rng.randrange(1000, 9999), line.unit
        sold_on = (unit.sold_on if unit else None) or ticket.created_at.date() - timedelta(days=rng.randrange(60, 900))
        words = [
            ticket.seller,
            f"Invoice no. {number}",
            f"Date: {sold_on}",
            f"1 x {line.product.name} {line.serial}",
            ticket.name,
            f"{rng.randrange(600, 1200)}.00 EUR",
        ]
        invoice = store_file(name=f"invoice {number}.pdf", content=draw_invoice(words))
        Attachment.objects.create(message=message, file=invoice, purpose=Purpose.PROOF)
        take_papers_in(ticket, actor=Actor(name=ticket.name), at=message.created_at)


def _tag(tickets: list[Ticket], rng: Random) -> None:
    tags = list(Tag.objects.all())
    for ticket in tickets:
        ticket.tags.add(*rng.sample(tags, rng.choice((1, 1, 2))))


def _take_in(sender: str, subject: str, rng: Random, *, reason: str = "") -> IncomingMail:
    at = timezone.now() - timedelta(hours=rng.randrange(1, 90))
    message_id = f"<odd.{rng.randrange(10**12)}@{sender.partition('@')[2]}>"
    head = f"From: <{sender}>\nTo: <support@localhost>\nSubject: {subject}\nMessage-ID: {message_id}\n"
    raw = f"{head}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{subject}.\n".encode()
    mail = IncomingMail.objects.create(
        message_id=message_id,
        fingerprint=hashlib.sha256(raw).hexdigest(),
        raw=raw,
        size=len(raw),
        envelope_from=sender,
        source="seed",
        sorted_at=at,
        reason=reason,
        sender=sender,
        subject=subject,
    )
    IncomingMail.objects.filter(pk=mail.pk).update(received_at=at)
    return mail


def _bounce(rng: Random) -> None:
    """A mail of ours came back, and its case says so."""
    delivery = Delivery.objects.filter(state=DeliveryState.SENT).order_by("-created_at").first()
    if delivery is None:
        return
    mail = _take_in("MAILER-DAEMON@mail.customer.example", "Delivery Status Notification (Failure)", rng)
    IncomingMail.objects.filter(pk=mail.pk).update(outcome=Outcome.BOUNCE, bounced=delivery)
    Delivery.objects.filter(pk=delivery.pk).update(bounced_at=mail.sorted_at, error="552 5.2.2 Mailbox full")
    ticket_id = ticket_id_of(delivery.topic)
    assert ticket_id is not None
    ticket = Ticket.objects.get(pk=ticket_id)
    at = mail.sorted_at or timezone.now()
    Event.objects.create(ticket=ticket, kind=EventKind.MAIL_BOUNCED, after=delivery.address, created_at=at)


def _repeat() -> None:
    """A mail that came twice, by two ways."""
    first = IncomingMail.objects.filter(outcome=Outcome.TICKET).order_by("-received_at").first()
    if first is None:
        return
    original, first.pk = first.pk, None
    first.outcome, first.duplicate_of_id = Outcome.DUPLICATE, original
    first.save(force_insert=True)
