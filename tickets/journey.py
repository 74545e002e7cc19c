"""The way of a case as a line of steps, in the customer's words: what is done, who holds it now, what comes next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from tickets.states import SOLVED, TicketStatus


@dataclass(frozen=True)
class Facts:
    """What the line of steps is drawn from."""

    status: TicketStatus
    opened_at: datetime
    waiting_since: datetime
    answered_at: datetime | None = None
    solved_at: datetime | None = None


@dataclass(frozen=True)
class Step:
    label: StrOrPromise
    at: datetime | None
    place: str  # past, now, next


@dataclass(frozen=True)
class Standing:
    """Who holds the case, since when, and what happens next."""

    label: StrOrPromise
    tone: str
    what_next: StrOrPromise


WITH_US: Final = Standing(
    _("With us"), "ours", _("A support engineer reads it, usually within one working day. The answer comes by e-mail.")
)
# A case marked as spam must look like any other: who sent it learns nothing from its page.
STANDINGS: Final[dict[TicketStatus, Standing]] = {
    TicketStatus.NEW: WITH_US,
    TicketStatus.OPEN: WITH_US,
    TicketStatus.SPAM: WITH_US,
    TicketStatus.MERGED: WITH_US,
    TicketStatus.WAITING: Standing(
        _("Waiting for you"), "wait", _("We have asked or told you something: please answer below or by e-mail.")
    ),
    TicketStatus.HELD: Standing(
        _("Return under way"),
        "done",
        _("The unit is on its way or being looked at. We write as soon as there is news."),
    ),
    TicketStatus.RESOLVED: Standing(
        _("Solved"), "ours", _("If the problem comes back, simply write below and the case is open again.")
    ),
    TicketStatus.CLOSED: Standing(
        _("Closed"), "", _("If the problem comes back, simply write below and the case is open again.")
    ),
}


def standing(status: TicketStatus) -> Standing:
    return STANDINGS[status]


def journey(facts: Facts) -> Sequence[Step]:
    """Four or five steps, of which exactly one is now."""
    steps = [Step(_("Received"), facts.opened_at, "past"), _examination(facts)]
    if facts.status == TicketStatus.WAITING:
        steps.append(Step(_("Your answer"), facts.waiting_since, "now"))
    if facts.status == TicketStatus.HELD:
        steps.append(Step(_("Return under way"), facts.waiting_since, "now"))
    return [*steps, _end(facts)]


def _examination(facts: Facts) -> Step:
    is_now = facts.status not in {TicketStatus.WAITING, TicketStatus.HELD, *SOLVED}
    return Step(_("We examine it"), facts.waiting_since if is_now else facts.answered_at, "now" if is_now else "past")


def _end(facts: Facts) -> Step:
    if facts.status == TicketStatus.CLOSED:
        return Step(_("Closed"), facts.solved_at or facts.waiting_since, "now")
    is_solved = facts.status == TicketStatus.RESOLVED
    return Step(_("Solved"), facts.solved_at if is_solved else None, "now" if is_solved else "next")
