"""Where a case stands, in the desk's words."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext_lazy as _

from tickets.journey import Step
from tickets.models import Ticket
from tickets.states import SOLVED, TICKET_STATES, TicketStatus

# In the order in which a case usually walks; the buttons that lead there say what they do.
VERBS: Final = {
    TicketStatus.OPEN: _("Back to us"),
    TicketStatus.WAITING: _("Wait for the customer"),
    TicketStatus.HELD: _("Hold for a return"),
    TicketStatus.RESOLVED: _("Solve"),
    TicketStatus.CLOSED: _("Close"),
}


def state_buttons(ticket: Ticket) -> Sequence[tuple[str, object]]:
    """The states that the case may turn into now, each with the word on its button."""
    current = TicketStatus(ticket.status)
    return [(target.value, verb) for target, verb in VERBS.items() if TICKET_STATES.allows(current, target)]


def answer_buttons(ticket: Ticket) -> Sequence[tuple[str, object]]:
    """Whose move it can be after an answer; the usual one first."""
    current = TicketStatus(ticket.status)
    waits = current == TicketStatus.WAITING or TICKET_STATES.allows(current, TicketStatus.WAITING)
    buttons = [("wait", _("Send and wait"))] if waits else []
    if TICKET_STATES.allows(current, TicketStatus.RESOLVED):
        buttons.append(("solve", _("Send and solve")))
    return buttons if current == TicketStatus.WAITING else [*buttons, ("keep", _("Send and keep"))]


def after_answer(ticket: Ticket, then: str) -> TicketStatus:
    """The state that an answer with this button leads to; a new case that is answered is new no longer."""
    current = TicketStatus(ticket.status)
    kept = TicketStatus.OPEN if current == TicketStatus.NEW else current
    return {"wait": TicketStatus.WAITING, "solve": TicketStatus.RESOLVED}.get(then, kept)


def steps_of(ticket: Ticket) -> list[Step]:
    """The way of the case: received, who has it now, solved."""
    status = TicketStatus(ticket.status)
    steps = [Step(_("Received"), ticket.created_at, "past")]
    if status in SOLVED:
        is_closed = status == TicketStatus.CLOSED
        solved = Step(_("Solved"), ticket.solved_at or ticket.waiting_since, "past" if is_closed else "now")
        closed = Step(_("Closed"), ticket.waiting_since if is_closed else None, "now" if is_closed else "next")
        return [*steps, Step(_("Examined"), None, "past"), solved, closed]
    now = Step(status.label, ticket.waiting_since, "now")
    return [*steps, now, Step(_("Solved"), None, "next"), Step(_("Closed"), None, "next")]
