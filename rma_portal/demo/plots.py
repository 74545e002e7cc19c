"""How cases go: for each state the ways that lead there, and how many cases are in it."""

from random import Random
from typing import Final

from tickets.states import TicketStatus
from tickets.symptoms import SAFETY, Symptom

Plot = tuple[str, ...]

PLOTS: Final[dict[TicketStatus, tuple[Plot, ...]]] = {
    TicketStatus.NEW: (("report",), ("report", "note")),
    TicketStatus.OPEN: (("report", "question", "follow_up"), ("report", "note", "question", "follow_up", "note")),
    TicketStatus.WAITING: (("report", "question"), ("report", "question", "follow_up", "note", "question")),
    TicketStatus.HELD: (("report", "question", "follow_up", "hold"), ("report", "hold", "note")),
    TicketStatus.RESOLVED: (("report", "solve"), ("report", "question", "follow_up", "solve")),
    TicketStatus.CLOSED: (
        ("report", "solve", "thanks", "close"),
        ("report", "question", "follow_up", "solve", "close"),
        ("report", "question", "follow_up", "note", "question", "follow_up", "solve", "thanks", "close"),
    ),
    TicketStatus.SPAM: (("advertise", "spam"),),
    TicketStatus.MERGED: (("report",),),
}
# A demo shows something on every screen; a load is what a portal holds after some years: mostly closed cases.
DEMO_SHARES: Final = {
    "new": 16,
    "open": 15,
    "waiting": 14,
    "held": 6,
    "resolved": 11,
    "closed": 30,
    "spam": 4,
    "merged": 4,
}
LOAD_SHARES: Final = {"new": 3, "open": 5, "waiting": 6, "held": 2, "resolved": 6, "closed": 73, "spam": 3, "merged": 2}
UNFINISHED_DAYS: Final = 21
FINISHED_DAYS: Final = 3 * 365

SYMPTOMS: Final = tuple(Symptom)
SYMPTOM_SHARES: Final = tuple(1 if symptom in SAFETY else 6 for symptom in Symptom)


def some_status(rng: Random, shares: dict[str, int]) -> TicketStatus:
    return TicketStatus(rng.choices(list(shares), list(shares.values()))[0])


def some_plot(rng: Random, status: TicketStatus) -> Plot:
    return rng.choice(PLOTS[status])


def some_symptom(rng: Random) -> Symptom:
    return rng.choices(SYMPTOMS, SYMPTOM_SHARES)[0]


def some_age_hours(rng: Random, status: TicketStatus) -> float:
    """How long ago the case was opened: what is unfinished is young, and most of it very young."""
    if status in {TicketStatus.NEW, TicketStatus.OPEN, TicketStatus.WAITING}:
        return 0.5 + 24 * UNFINISHED_DAYS * rng.random() ** 3
    if status in {TicketStatus.HELD, TicketStatus.RESOLVED}:
        return 30 + 24 * UNFINISHED_DAYS * rng.random()
    return 24 * (20 + FINISHED_DAYS * rng.random())
