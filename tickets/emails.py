"""The mails of a case, one function each; call them inside the transaction of the change that owes them."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Final

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import NewCaseMail, User
from common.memory import Memory
from files.models import StoredFile
from mail.models import Delivery, IncomingMail, OutgoingMail, RecipientRole
from mail.outbox import Letter, Link, Recipient, queue_mail
from mail.senders import automatic_mail_to
from tickets.case_links import new_link
from tickets.covers import covers_of
from tickets.models import Message, SerialRequest, Ticket, TicketLine
from tickets.selectors import references_of
from tickets.selectors.covered import covered_lines
from tickets.serial_links import link_to
from tickets.states import TicketStatus
from tickets.topics import staff_topic
from warranty.models import Proof
from warranty.papers.rejections import SENTENCES

AUTOMATIC_PER_HOUR: Final = 10
AUTOMATIC_PER_CASE_AND_DAY: Final = 6


def queue_number_assigned(
    ticket: Ticket, *, answers: IncomingMail | None = None, asked: SerialRequest | None = None
) -> OutgoingMail | None:
    """Tell the requester their number, what we lack and what happens next; nothing of what they wrote is repeated."""
    if not has_room(ticket.email):
        return None
    references = [answers.message_id] if answers else []
    return _queue("number_assigned", ticket, [Recipient(ticket.email)], references=references, told={"asked": asked})


def queue_serial_wanted(ticket: Ticket, asked: SerialRequest) -> OutgoingMail | None:
    """Ask the requester for a serial number, by a link to a page with one field."""
    if not may_send_automatic(ticket, ticket.email):
        return None
    references = references_of(ticket)
    return _queue("serial_wanted", ticket, [Recipient(ticket.email)], references=references, told={"asked": asked})


def queue_answer(ticket: Ticket, message: Message) -> OutgoingMail:
    """Staff's answer, to the requester and the colleagues in copy."""
    files = [attachment.file for attachment in message.attachments.select_related("file")]
    return _queue(
        "answer", ticket, _everybody(ticket), message=message, attachments=files, references=references_of(ticket)
    )


def queue_case_solved(ticket: Ticket) -> OutgoingMail | None:
    """Tell the requester that we hold the case for solved, and how to come back."""
    if not may_send_automatic(ticket, ticket.email):
        return None
    return _queue("case_solved", ticket, [Recipient(ticket.email)], references=references_of(ticket))


def queue_new_link(ticket: Ticket, address: str) -> OutgoingMail | None:
    """A fresh link to the case page, for a party that asked for it."""
    if not may_send_automatic(ticket, address):
        return None
    return _queue("new_link", ticket, [Recipient(address)], references=references_of(ticket))


def queue_verdict(ticket: Ticket, lines: Sequence[TicketLine]) -> OutgoingMail | None:
    """What was decided on the cover of these lines, one mail for all of them; only what the customer may hear."""
    if ticket.status == TicketStatus.SPAM or not may_send_automatic(ticket, ticket.email):
        return None
    with translation.override(ticket.language):
        covers = covers_of(covered_lines(ticket, lines), on=timezone.localdate(), brand=settings.BRAND_NAME)
    covers = [cover for cover in covers if cover.heard.is_news]
    if not covers:
        return None
    return _queue(
        "verdict", ticket, [Recipient(ticket.email)], references=references_of(ticket), told={"covers": covers}
    )


def queue_proof_rejected(ticket: Ticket, proof: Proof) -> OutgoingMail | None:
    """A paper would not do: why, and where to send another one. A person decided so, no cap holds it back."""
    told = {"why": SENTENCES[proof.rejection], "note": proof.rejection_note, "file_name": _file(proof)}
    return _ask(ticket, "proof_rejected", **told)


def queue_proof_date(ticket: Ticket, proof: Proof) -> OutgoingMail | None:
    """The date on a paper reads two ways: ask which day it means."""
    return _ask(ticket, "proof_date", days=sorted(filter(None, (proof.dated_on, proof.or_dated_on))))


def _ask(ticket: Ticket, kind: str, **told: object) -> OutgoingMail | None:
    if not ticket.email or ticket.status == TicketStatus.SPAM:
        return None
    return _queue(kind, ticket, [Recipient(ticket.email)], references=references_of(ticket), told=told)


def _file(proof: Proof) -> str:
    return proof.file.name if proof.file else ""


def queue_new_case_for_staff(ticket: Ticket) -> list[OutgoingMail]:
    """Staff hear of a safety case at once, and of other new cases as each of them chose."""
    wanted_by = None if ticket.is_safety else READERS.get(ticket.language)
    if wanted_by == []:
        return []
    people = User.objects.filter(is_staff=True, is_active=True)
    readers = people if wanted_by is None else people.filter(pk__in=wanted_by)
    return [
        _queue_for_staff("staff_new_case", ticket, reader)
        for reader in readers
        if reader.has_perm("tickets.change_ticket")
    ]


def _who_wants_new_cases(language: str) -> list[int]:
    wish = Q(new_case_mail=NewCaseMail.ALL) | Q(new_case_mail=NewCaseMail.MY_LANGUAGE, language=language)
    return list(User.objects.filter(wish, is_staff=True, is_active=True).values_list("pk", flat=True))


# A wish that changed is heard half a minute later; asking at every new case would cost each of them.
READERS: Final = Memory(_who_wants_new_cases, seconds=30)


def queue_customer_wrote_for_staff(ticket: Ticket, message: Message) -> OutgoingMail | None:
    """The engineer in charge hears that the customer answered."""
    assignee = ticket.assignee
    if assignee is None or not assignee.is_active or message.is_automatic:
        return None
    return _queue_for_staff("staff_customer_wrote", ticket, assignee, message=message)


def may_send_automatic(ticket: Ticket, address: str) -> bool:
    """A cap per address and per case, so that no loop and no form can make a spam cannon of us."""
    of_case = Delivery.objects.filter(is_automatic=True, address=address.lower(), topic=ticket.topic)
    today = of_case.filter(created_at__gt=timezone.now() - timedelta(days=1))
    return has_room(address) and today.count() < AUTOMATIC_PER_CASE_AND_DAY


def has_room(address: str) -> bool:
    """Whether this address may get one more automatic mail within the hour."""
    owed = automatic_mail_to(address, since=timezone.now() - timedelta(hours=1)) if address else None
    return owed is not None and owed < AUTOMATIC_PER_HOUR


def _everybody(ticket: Ticket) -> list[Recipient]:
    colleagues = [Recipient(p.email, p.name, RecipientRole.CC) for p in ticket.participants.all()]
    return [Recipient(ticket.email, ticket.name), *colleagues]


def _queue(
    kind: str,
    ticket: Ticket,
    to: Sequence[Recipient],
    *,
    message: Message | None = None,
    references: Sequence[str],
    attachments: Sequence[StoredFile] = (),
    told: Mapping[str, object] | None = None,
) -> OutgoingMail:
    at = timezone.now()
    return queue_mail(
        Letter(
            kind=f"tickets/{kind}",
            topic=ticket.topic,
            to=to,
            language=ticket.language,
            context={"ticket": ticket, "message": message, **(told or {})},
            links={"case_link": new_link(ticket, at=at), **_serial_link((told or {}).get("asked"))},
            attachments=attachments,
            answers=references[-1] if references else "",
            references=references,
            sender_name=f"{message.author_name} ({settings.BRAND_NAME})" if message and message.author_name else "",
            is_automatic=message is None,
        )
    )


def _serial_link(asked: object) -> dict[str, Link]:
    return {"serial_link": link_to(asked)} if isinstance(asked, SerialRequest) else {}


def _queue_for_staff(kind: str, ticket: Ticket, reader: User, *, message: Message | None = None) -> OutgoingMail:
    path = reverse("admin:tickets_ticket_change", args=[ticket.pk])
    return queue_mail(
        Letter(
            kind=f"tickets/{kind}",
            topic=staff_topic(ticket.pk),
            to=[Recipient(reader.email, str(reader))],
            language=reader.language,
            context={"ticket": ticket, "message": message, "desk_link": f"{settings.PORTAL_BASE_URL}{path}"},
        )
    )
