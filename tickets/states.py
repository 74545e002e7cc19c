"""The conversation's states and arrows: who waits for whom. Where a unit is belongs to its line, not here."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from common.states import StateTable


class TicketStatus(TextChoices):
    NEW = "new", _("New")
    OPEN = "open", _("Waiting for us")
    WAITING = "waiting", _("Waiting for the customer")
    HELD = "held", _("Return under way")
    RESOLVED = "resolved", _("Solved")
    CLOSED = "closed", _("Closed")
    SPAM = "spam", _("Spam")
    MERGED = "merged", _("Merged")


_ASIDE = frozenset({TicketStatus.SPAM, TicketStatus.MERGED})

TICKET_STATES = StateTable(
    {
        TicketStatus.NEW: frozenset(
            {TicketStatus.OPEN, TicketStatus.WAITING, TicketStatus.HELD, TicketStatus.RESOLVED, TicketStatus.CLOSED}
        )
        | _ASIDE,
        TicketStatus.OPEN: frozenset(
            {TicketStatus.WAITING, TicketStatus.HELD, TicketStatus.RESOLVED, TicketStatus.CLOSED}
        )
        | _ASIDE,
        TicketStatus.WAITING: frozenset(
            {TicketStatus.OPEN, TicketStatus.HELD, TicketStatus.RESOLVED, TicketStatus.CLOSED}
        )
        | _ASIDE,
        # A case with an open return cannot be closed: the way out is the end of the return.
        TicketStatus.HELD: frozenset({TicketStatus.OPEN}),
        TicketStatus.RESOLVED: frozenset(
            {TicketStatus.OPEN, TicketStatus.WAITING, TicketStatus.CLOSED, TicketStatus.MERGED}
        ),
        TicketStatus.CLOSED: frozenset({TicketStatus.OPEN, TicketStatus.WAITING, TicketStatus.MERGED}),
        TicketStatus.SPAM: frozenset({TicketStatus.OPEN}),
        TicketStatus.MERGED: frozenset(),
    }
)

# Nothing more is expected of anybody, and a word from the customer opens the case again.
SOLVED = frozenset({TicketStatus.RESOLVED, TicketStatus.CLOSED})
WAITING_FOR_US = frozenset({TicketStatus.NEW, TicketStatus.OPEN})
UNFINISHED = frozenset({TicketStatus.NEW, TicketStatus.OPEN, TicketStatus.WAITING, TicketStatus.HELD})
