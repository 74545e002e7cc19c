"""The stream of a case as it is shown: messages with their files and their fate, and what happened between them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from django.utils.translation import gettext as _

from mail.models import OutgoingMail
from tickets.models import Attachment, Event, EventKind, Message, Source
from tickets.states import TicketStatus

SHOWN_AT_ONCE: Final = 6_000


@dataclass(frozen=True)
class Entry:
    """One message or one event."""

    kind: str
    who: str
    at: datetime
    text: str
    rest: str = ""
    message: Message | None = None
    files: Sequence[Attachment] = ()
    mail: OutgoingMail | None = None
    is_new: bool = field(default=False)


def entries_of(
    stream: Iterable[Message | Event], files: Iterable[Attachment], mails: Iterable[OutgoingMail]
) -> list[Entry]:
    """The stream with its files and mails in place."""
    by_message: dict[int, list[Attachment]] = defaultdict(list)
    for attachment in files:
        by_message[attachment.message_id].append(attachment)
    by_id = {mail.pk: mail for mail in mails}
    return [_event(entry) if isinstance(entry, Event) else _message(entry, by_message, by_id) for entry in stream]


def _message(message: Message, files: Mapping[int, list[Attachment]], mails: Mapping[int, OutgoingMail]) -> Entry:
    return Entry(
        kind=message.kind,
        who=message.author_name or message.author_email,
        at=message.created_at,
        text=message.text[:SHOWN_AT_ONCE],
        rest=message.text[SHOWN_AT_ONCE:],
        message=message,
        files=list(reversed(files.get(message.pk, []))),
        mail=mails.get(message.outgoing_id or 0),
    )


def _event(event: Event) -> Entry:
    before, after = _words(event, event.before), _words(event, event.after)
    change = " → ".join(part for part in (before, after) if part)
    label = str(EventKind(event.kind).label)
    text = _("%(what)s: %(change)s") % {"what": label, "change": change} if change else label
    return Entry(kind="event", who=event.actor_name, at=event.created_at, text=text, rest=event.reason)


def _words(event: Event, value: str) -> str:
    if event.kind == EventKind.STATUS_CHANGED and value in TicketStatus.values:
        return str(TicketStatus(value).label)
    if event.kind == EventKind.FILED and value in Source.values:
        return str(Source(value).label)
    return value
