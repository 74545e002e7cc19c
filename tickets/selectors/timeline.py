"""What was said and what happened in a case, as one stream."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from tickets.models import Attachment, Event, EventKind, Message, Ticket

SHOWN_AT_FIRST: Final = 100
MOST: Final = 5_000
# The message itself says these.
SAID: Final = (EventKind.CUSTOMER_WROTE, EventKind.STAFF_ANSWERED, EventKind.NOTED)


@dataclass(frozen=True)
class Timeline:
    """The stream, oldest first; `hidden` says that there is more before it."""

    entries: Sequence[Message | Event]
    hidden: bool


def timeline_of(ticket: Ticket, *, everything: bool = False) -> Timeline:
    """The last hundred entries of the case, or all of them, in the same few statements."""
    limit = MOST if everything else SHOWN_AT_FIRST
    messages = list(_messages(ticket).order_by("-created_at", "-id")[: limit + 1])
    events = list(ticket.events.exclude(kind__in=SAID).order_by("-created_at", "-id")[: limit + 1])
    newest: list[Message | Event] = sorted([*messages, *events], key=_moment, reverse=True)
    return Timeline(newest[:limit][::-1], hidden=len(newest) > limit)


def attachment_in(ticket: Ticket, file_id: uuid.UUID) -> Attachment | None:
    """A file of this case, also one that hangs on a note; None when it hangs on another case."""
    return Attachment.objects.filter(message__ticket=ticket, file_id=file_id).select_related("file").first()


def _messages(ticket: Ticket) -> QuerySet[Message]:
    # The HTML of a mail is looked at alone; here it matters only whether there is any.
    return ticket.messages.annotate(has_html=~Q(html="")).defer("html")


def _moment(entry: Message | Event) -> tuple[object, int, int]:
    # In one and the same transaction: the case is opened, then something is said, then what follows from it.
    is_event = isinstance(entry, Event)
    return entry.created_at, (2 if entry.kind != EventKind.FILED else 0) if is_event else 1, entry.pk
