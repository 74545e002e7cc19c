"""A row of the queue, ready to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from common.ages import short_age
from tickets.models import Ticket, TicketLine
from tickets.selectors.queue import first_lines
from tickets.states import TicketStatus

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
    url: str
    age: str
    waiting: str
    tone: str
    state_tone: str
    what: str
    detail: str
    serial: str
    product: str
    more_units: int
    tags: list[str]


def rows_of(tickets: Sequence[Ticket]) -> list[QueueRow]:
    """The rows of these cases."""
    lines, now = first_lines(tickets), timezone.now()
    return [_row(ticket, lines.get(ticket.pk), now) for ticket in tickets]


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


def _row(ticket: Ticket, line: TicketLine | None, now: datetime) -> QueueRow:
    symptom = ticket.get_symptom_display() if ticket.symptom else ""
    waiting, tone = waits(ticket, now)
    return QueueRow(
        ticket=ticket,
        url=reverse("admin:tickets_ticket_change", args=[ticket.pk]),
        age=short_age(ticket.created_at, at=now),
        waiting=waiting,
        tone=tone,
        state_tone=TONES[TicketStatus(ticket.status)],
        what=str(symptom) or ticket.subject or _("No subject"),
        detail=ticket.subject if symptom else "",
        serial=line.serial if line else "",
        product=getattr(line, "product_name", None) or "",
        more_units=getattr(line, "total", 1) - 1,
        tags=[tag.name for tag in ticket.tags.all()],
    )
