"""One change for many cases: each by itself, with a word on those that would not."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.desk.conftest import at_desk
from tests.desk.pages import QUEUE
from tests.factories import TicketFactory, UserFactory
from tickets.models import Event, Ticket
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db

BULK = "/admin/tickets/ticket/bulk/"


def said(response: object) -> list[str]:
    return [str(message) for message in get_messages(response.wsgi_request)]  # type: ignore[attr-defined]


def test_assigns_the_selected_and_no_other(desk: Client, manager: User):
    chosen, other = TicketFactory.create_batch(3), TicketFactory()

    response = desk.post(
        BULK, {"ids": [t.pk for t in chosen], "action": "assign", "assignee": manager.pk, "back": "view=all"}
    )

    assert (response.status_code, response["Location"]) == (303, QUEUE + "?view=all")
    assert said(response) == ["3 cases changed."]
    assert set(Ticket.objects.filter(assignee=manager)) == set(chosen)
    other.refresh_from_db()
    assert other.assignee is None


def test_closes_those_that_can_be_closed_and_says_why_not_of_the_others(desk: Client):
    good, held = TicketFactory(), TicketFactory(status=TicketStatus.HELD)

    response = desk.post(BULK, {"ids": [good.pk, held.pk], "action": "close"})

    good.refresh_from_db()
    held.refresh_from_db()
    assert (good.status, held.status) == (TicketStatus.CLOSED, TicketStatus.HELD)
    assert said(response) == [
        "1 case changed.",
        f"{held.pretty_number}: Cannot go from “Return under way” to “Closed”.",
    ]


def test_marks_the_selected_as_spam(desk: Client):
    tickets = TicketFactory.create_batch(2)

    desk.post(BULK, {"ids": [t.pk for t in tickets], "action": "spam"})

    assert Ticket.objects.filter(status=TicketStatus.SPAM).count() == 2


def test_names_ten_refusals_and_counts_the_rest(desk: Client):
    tickets = TicketFactory.create_batch(12, status=TicketStatus.CLOSED)

    response = desk.post(BULK, {"ids": [t.pk for t in tickets], "action": "close"})

    assert len(said(response)) == 11
    assert said(response)[-1] == "… and 2 more refused."


@pytest.mark.parametrize(
    "given",
    [
        {"action": "close"},
        {"ids": ["x", "9" * 40, "\x00", "-1"], "action": "close"},
        {"ids": ["1"]},
        {"ids": ["1"], "action": "explode"},
        {"ids": ["1"], "action": "assign", "assignee": "99999"},
    ],
)
def test_refuses_nonsense_with_a_sentence(desk: Client, given: dict[str, object]):
    response = desk.post(BULK, given)

    assert response.status_code == 303
    assert len(said(response)) == 1
    assert Event.objects.exists() is False


def test_never_leads_away_from_the_desk(desk: Client):
    response = desk.post(BULK, {"back": "//evil.example\r\nSet-Cookie: x=1"})

    assert response["Location"].startswith(QUEUE + "?")
    assert "\n" not in response["Location"]


def test_who_may_not_triage_may_not_change_many_either(client: Client, technician: User):
    ticket = TicketFactory()
    browsers = {"nobody": client, "customer": at_desk(UserFactory()), "technician": at_desk(technician)}

    answers = {name: b.post(BULK, {"ids": [ticket.pk], "action": "close"}).status_code for name, b in browsers.items()}

    assert answers == {"nobody": 302, "customer": 302, "technician": 403}
    assert reverse("admin:tickets_ticket_bulk") == BULK
    assert Event.objects.exists() is False


def test_an_id_of_any_length_selects_nothing(desk: Client):
    response = desk.post(BULK, {"ids": ["9" * 5_000, "9" * 19, "-1", "²", "x"], "action": "close"})

    assert response.status_code == 303
    assert said(response) == ["Please select at least one case."]
