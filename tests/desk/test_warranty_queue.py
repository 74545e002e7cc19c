"""The queue tells which units wait for a person, and for what."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from accounts.models import User
from tests.desk.pages import QUEUE, numbers_on, text_of
from tests.factories import ClaimFactory, TicketFactory, TicketLineFactory
from tickets.models import Ticket
from tickets.states import UNFINISHED, TicketStatus
from warranty.models import Attention

pytestmark = pytest.mark.django_db

Waiting = Callable[..., Ticket]


@pytest.fixture
def waiting(db: None) -> Waiting:
    def make(*attentions: str, **case: object) -> Ticket:
        ticket = TicketFactory(**case)
        for attention in attentions:
            claim = ClaimFactory(attention=attention)
            TicketLineFactory(ticket=ticket, unit=claim.unit, claim=claim)
        return ticket

    return make


@pytest.mark.parametrize("attention", Attention.values)
def test_each_view_holds_the_cases_with_such_a_unit(desk: Client, waiting: Waiting, attention: str):
    others = [value for value in Attention.values if value != attention]
    one, mixed = waiting(attention), waiting("", attention, others[0], attention)
    waiting(*others)
    waiting("")
    TicketFactory()

    assert sorted(numbers_on(desk, view=attention)) == sorted([one.number, mixed.number])


@pytest.mark.parametrize("status", TicketStatus.values)
def test_nobody_has_to_do_anything_for_a_finished_case(desk: Client, waiting: Waiting, status: str):
    target = TicketFactory(status=TicketStatus.CLOSED)
    merged = {"merged_into": target} if status == TicketStatus.MERGED else {}
    case = waiting("to_verify", status=status, **merged)

    shown = numbers_on(desk, view="to_verify")

    assert shown == ([case.number] if status in UNFINISHED else [])


def test_safety_and_urgency_go_first(desk: Client, waiting: Waiting):
    plain, urgent, danger = (
        waiting("review"),
        waiting("review", priority=1),
        waiting("review", is_safety=True, priority=5),
    )

    assert numbers_on(desk, view="review") == [danger.number, urgent.number, plain.number]


def test_says_how_many_wait_in_the_queue_and_on_the_front_page(desk: Client, waiting: Waiting):
    for _n in range(3):
        waiting("to_verify", "to_verify")
    waiting("to_confirm")

    queue, front = text_of(desk.get(QUEUE)), text_of(desk.get("/admin/"))

    for label, count in (("To verify", 3), ("To confirm", 1), ("Needs proof", 0), ("Review", 0)):
        assert f"{label} <b>{count}</b>" in queue
        assert f"<b>{count}</b> {label}" in front


def test_a_figure_is_at_most_seconds_old(desk: Client, waiting: Waiting):
    waiting("to_verify")
    desk.get(QUEUE)
    waiting("to_verify")

    soon = text_of(desk.get(QUEUE))
    cache.clear()
    later = text_of(desk.get(QUEUE))

    assert ("To verify <b>1</b>" in soon, "To verify <b>2</b>" in later) == (True, True)


def test_the_filter_narrows_every_view(desk: Client, waiting: Waiting, engineer: User):
    mine = waiting("review", assignee=engineer)
    waiting("to_confirm", assignee=engineer)
    waiting("review", status=TicketStatus.CLOSED)
    waiting("review", status=TicketStatus.WAITING)

    assert numbers_on(desk, view="mine", warranty="review") == [mine.number]
    assert numbers_on(desk, view="solved", warranty="review") == []
    assert len(numbers_on(desk, view="all", warranty="review")) == 3


def test_the_filter_narrows_a_search(desk: Client, waiting: Waiting):
    found = waiting("needs_proof", name="Camille Durand")
    waiting("review", name="Camille Durand")

    assert numbers_on(desk, q="camille", warranty="needs_proof") == [found.number]
    assert numbers_on(desk, q="nobody", warranty="needs_proof") == []


def test_it_narrows_together_with_the_other_filters(desk: Client, waiting: Waiting):
    french = waiting("review", language="fr")
    waiting("review", language="sv")

    assert numbers_on(desk, view="review", language="fr") == [french.number]
    assert numbers_on(desk, view="us", warranty="review", language="fr") == [french.number]


@pytest.mark.parametrize("nonsense", ["", "everything", "\x00", "9" * 400, "to_verify;--"])
def test_nonsense_narrows_nothing(desk: Client, waiting: Waiting, nonsense: str):
    case = waiting("review")

    assert numbers_on(desk, view="us", warranty=nonsense) == [case.number]


def test_pages_through_many(desk: Client, waiting: Waiting):
    for _n in range(30):
        waiting("to_confirm")

    first = desk.get(QUEUE, {"view": "to_confirm"})
    second = desk.get(f"{QUEUE}{first.context['after']}")

    assert (len(first.context["rows"]), len(second.context["rows"])) == (25, 5)


def test_the_views_of_the_warranty_cost_no_statement_more(
    desk: Client, waiting: Waiting, django_assert_max_num_queries
):
    for _n in range(5):
        waiting("to_confirm", "review")

    for query in ({"view": "to_confirm"}, {"view": "us", "warranty": "review"}):
        cache.clear()
        with django_assert_max_num_queries(12):
            desk.get(QUEUE, query)
