"""Which case a mail belongs to: found by what only its parties can know, opened only to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from mail.mime import ReceivedMail
from mail.models import IncomingMail, OutgoingMail
from mail.outbox import is_ours
from tickets.models import Ticket
from tickets.numbers import find_numbers
from tickets.selectors import find_ticket
from tickets.topics import is_for_staff, ticket_id_of

MOST_NUMBERS: Final = 3


class EarlierMailWaitsError(Exception):
    """The mail that this one answers has come in but is not sorted yet."""


@dataclass(frozen=True)
class Thread:
    """The case that the sender is a party to, if any; else the number that their mail spoke of."""

    ticket: Ticket | None = None
    mentions: str = ""
    is_for_staff: bool = False


def find_thread(received: ReceivedMail, *, incoming: IncomingMail) -> Thread:
    """The first case, in the order of trust, in which this sender has a voice."""
    ours = _outgoing(received.answered)
    if any(is_for_staff(topic) for topic in ours):
        return Thread(is_for_staff=True)
    mentioned = ""
    for ticket in _candidates(received, ours, incoming):
        if is_party(ticket, received.sender.address):
            return Thread(ticket=ticket)
        mentioned = mentioned or ticket.number
    return Thread(mentions=mentioned or _mentioned_in_text(received))


def is_party(ticket: Ticket, address: str) -> bool:
    """Whether the address is the requester's or a colleague's in copy, letter by letter; domains grant nothing."""
    return ticket.email == address or ticket.participants.filter(email=address).exists()


def _candidates(received: ReceivedMail, topics: Sequence[str], incoming: IncomingMail) -> Iterator[Ticket]:
    yield from _by_topic(topics)
    yield from _by_earlier_mail(received.answered, incoming)
    for number in find_numbers(received.subject)[:MOST_NUMBERS]:
        if ticket := find_ticket(number):
            yield ticket


def _outgoing(message_ids: Sequence[str]) -> list[str]:
    """The topics of our own mails among these, the newest first; an id without our seal is nobody's."""
    sealed = [message_id for message_id in message_ids if is_ours(message_id)]
    if not sealed:
        return []
    topics = dict(OutgoingMail.objects.filter(message_id__in=sealed).values_list("message_id", "topic"))
    return [topics[message_id] for message_id in sealed if message_id in topics]


def _by_topic(topics: Sequence[str]) -> Iterator[Ticket]:
    keys = [key for topic in topics if (key := ticket_id_of(topic)) is not None]
    found = Ticket.objects.light().select_related("merged_into").in_bulk(keys) if keys else {}
    for key in keys:
        if ticket := found.get(key):
            yield ticket.merged_into or ticket


def _by_earlier_mail(message_ids: Sequence[str], incoming: IncomingMail) -> Iterator[Ticket]:
    foreign = [message_id for message_id in message_ids if not is_ours(message_id)]
    if not foreign:
        return
    earlier = IncomingMail.objects.filter(message_id__in=foreign, duplicate_of__isnull=True)
    known = earlier.filter(message__isnull=False).light().select_related("message__ticket__merged_into")
    by_id = {mail.message_id: mail.message.ticket for mail in known}
    for message_id in foreign:
        if ticket := by_id.get(message_id):
            yield ticket.merged_into or ticket
    if not by_id and earlier.unsorted().filter(pk__lt=incoming.pk).exists():
        raise EarlierMailWaitsError


def _mentioned_in_text(received: ReceivedMail) -> str:
    for number in find_numbers(f"{received.subject}\n{received.words[0]}")[:MOST_NUMBERS]:
        if ticket := find_ticket(number):
            return ticket.number
    return ""
