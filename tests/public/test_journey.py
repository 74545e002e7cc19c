"""The line of steps on the case page."""

from datetime import UTC, datetime

import pytest

from tickets.journey import Facts, journey, standing
from tickets.states import TicketStatus

DAY = datetime(2026, 11, 16, tzinfo=UTC)


@pytest.mark.parametrize("status", TicketStatus)
def test_exactly_one_step_is_now_in_every_state(status):
    steps = journey(Facts(status=status, opened_at=DAY, waiting_since=DAY))

    assert [step.place for step in steps].count("now") == 1
    assert steps[0].place == "past"
    assert standing(status).what_next


@pytest.mark.parametrize(
    ("status", "labels"),
    [
        (TicketStatus.NEW, ["Received", "We examine it", "Solved"]),
        (TicketStatus.WAITING, ["Received", "We examine it", "Your answer", "Solved"]),
        (TicketStatus.HELD, ["Received", "We examine it", "Return under way", "Solved"]),
        (TicketStatus.CLOSED, ["Received", "We examine it", "Closed"]),
    ],
)
def test_names_the_steps_in_plain_words(status, labels):
    steps = journey(Facts(status=status, opened_at=DAY, waiting_since=DAY, answered_at=DAY, solved_at=DAY))

    assert [str(step.label) for step in steps] == labels


def test_spam_stands_where_an_open_case_stands():
    facts = {"opened_at": DAY, "waiting_since": DAY}

    assert journey(Facts(TicketStatus.SPAM, **facts)) == journey(Facts(TicketStatus.OPEN, **facts))
    assert standing(TicketStatus.SPAM) == standing(TicketStatus.OPEN)
