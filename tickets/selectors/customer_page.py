"""What the customer sees of a case: never a note, never more than the last messages unless asked for."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Max, Prefetch, QuerySet

from tickets.models import Attachment, Message, MessageKind, Participant, Ticket, TicketLine
from tickets.selectors.covered import covered

SHOWN_AT_FIRST: Final = 50


@dataclass(frozen=True)
class CustomerPage:
    """The parts of a case that its page shows."""

    messages: Sequence[Message]
    has_earlier: bool
    lines: Sequence[TicketLine]
    participants: Sequence[Participant]
    answered_at: datetime | None

    @property
    def lacks_serial(self) -> bool:
        return not self.lines or any(not line.serial for line in self.lines)


def customer_page(ticket: Ticket, *, everything: bool = False) -> CustomerPage:
    """Load the case's page in the same few statements, however long the conversation."""
    said = _conversation(ticket)
    messages = list(said.order_by("created_at", "id")) if everything else _last(said)
    return CustomerPage(
        messages=messages[-SHOWN_AT_FIRST:] if not everything else messages,
        has_earlier=not everything and len(messages) > SHOWN_AT_FIRST,
        lines=list(covered(ticket.lines.all())),
        participants=list(ticket.participants.order_by("id")),
        answered_at=ticket.messages.filter(kind=MessageKind.STAFF).aggregate(at=Max("created_at"))["at"],
    )


def attachment_of(ticket: Ticket, file_id: uuid.UUID) -> Attachment | None:
    """A file of the case's conversation, unless it hangs on a note."""
    found = Attachment.objects.filter(message__ticket=ticket, file_id=file_id).exclude(message__kind=MessageKind.NOTE)
    return found.select_related("file").first()


def _conversation(ticket: Ticket) -> QuerySet[Message]:
    files = Prefetch("attachments", queryset=Attachment.objects.select_related("file").order_by("id"))
    return ticket.messages.exclude(kind=MessageKind.NOTE).defer("html").prefetch_related(files)


def _last(said: QuerySet[Message]) -> list[Message]:
    return list(reversed(said.order_by("-created_at", "-id")[: SHOWN_AT_FIRST + 1]))
