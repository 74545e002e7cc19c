"""A row of the queue, ready to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from common.ages import short_age
from tickets.models import Priority, Ticket, TicketLine
from tickets.selectors.queue import first_lines
from tickets.states import TicketStatus
from tickets.symptoms import Symptom

LONG: Final = timedelta(days=2)
TONES: Final = {
    TicketStatus.NEW: "ours",
    TicketStatus.OPEN: "ours",
    TicketStatus.WAITING: "",
    TicketStatus.HELD: "wait",
    TicketStatus.RESOLVED: "done",
    TicketStatus.CLOSED: "done",
    TicketStatus.SPAM: "",
    TicketStatus.MERGED: "",
}


@dataclass(frozen=True)
class QueueRow:
    """One case in the queue: who waits for whom and since when, whose, which units, what."""

    ticket: Ticket
    age: str
    waiting: str
    tone: str
    state: str
    state_tone: str
    priority: str
    what: str
    detail: str
    serial: str
    product: str
    more_units: int
    tags: list[str]
    language: str


@dataclass(frozen=True)
class Labels:
    """The words for the values in the rows, each translated once and not in every row."""

    states: dict[str, str] = field(default_factory=lambda: {state: str(state.label) for state in TicketStatus})
    symptoms: dict[str, str] = field(default_factory=lambda: {symptom: str(symptom.label) for symptom in Symptom})
    languages: dict[str, str] = field(default_factory=lambda: {code: str(name) for code, name in settings.LANGUAGES})
    priorities: dict[int, str] = field(
        default_factory=lambda: {p: str(p.label) for p in Priority if p < Priority.NORMAL}
    )


def rows_of(tickets: Sequence[Ticket]) -> list[QueueRow]:
    """The rows of these cases."""
    lines, labels, now = first_lines(tickets), Labels(), timezone.now()
    return [_row(ticket, lines.get(ticket.pk), labels, now) for ticket in tickets]


def waits(ticket: Ticket, at: datetime) -> tuple[str, str]:
    """Who waits for whom since when, in words, and the tone of it."""
    age = short_age(ticket.waiting_since, at=at)
    if ticket.is_safety and not ticket.is_finished:
        return _("Safety · %(age)s") % {"age": age}, "alarm"
    if ticket.waits_for_us:
        return _("Us · %(age)s") % {"age": age}, "wait" if at - ticket.waiting_since > LONG else "ours"
    if ticket.status == TicketStatus.WAITING:
        return _("Customer · %(age)s") % {"age": age}, ""
    if ticket.status == TicketStatus.HELD:
        return _("Return · %(age)s") % {"age": age}, ""
    return _("Nobody · %(age)s") % {"age": age}, ""


def _row(ticket: Ticket, line: TicketLine | None, labels: Labels, now: datetime) -> QueueRow:
    symptom = labels.symptoms.get(ticket.symptom, "")
    waiting, tone = waits(ticket, now)
    return QueueRow(
        ticket=ticket,
        age=short_age(ticket.created_at, at=now),
        waiting=waiting,
        tone=tone,
        state=labels.states[ticket.status],
        state_tone=TONES[TicketStatus(ticket.status)],
        priority=labels.priorities.get(ticket.priority, ""),
        what=symptom or ticket.subject or _("No subject"),
        detail=ticket.subject if symptom else "",
        serial=line.serial if line else "",
        product=getattr(line, "product_name", None) or "",
        more_units=getattr(line, "total", 1) - 1,
        tags=getattr(ticket, "tag_names", []),
        language=labels.languages.get(ticket.language, ticket.language),
    )
