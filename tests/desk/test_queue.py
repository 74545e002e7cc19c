"""The queue shows what waits, safety first, in views that each know how many they are."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.desk.conftest import at_desk
from tests.desk.pages import QUEUE, numbers_on, text_of
from tests.factories import MessageFactory, ProductFactory, TicketFactory, TicketLineFactory, UserFactory
from tickets.models import Priority, Tag
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db


def test_begins_with_safety_then_priority_then_the_longest_wait(desk: Client):
    now = timezone.now()
    late = TicketFactory(waiting_since=now - timedelta(hours=1))
    early = TicketFactory(waiting_since=now - timedelta(hours=9))
    urgent = TicketFactory(waiting_since=now, priority=Priority.URGENT)
    burnt = TicketFactory(waiting_since=now, is_safety=True, priority=Priority.LATER)

    shown = numbers_on(desk)

    assert shown == [burnt.number, urgent.number, early.number, late.number]


@pytest.mark.parametrize(
    ("view", "expected"),
    [
        ("us", {"new", "open", "mine", "safe"}),
        ("safety", {"safe"}),
        ("mine", {"mine"}),
        ("unassigned", {"new", "open", "safe"}),
        ("waiting", {"waiting"}),
        ("held", {"held"}),
        ("solved", {"resolved", "closed"}),
        ("all", {"new", "open", "mine", "safe", "waiting", "held", "resolved", "closed"}),
        ("spam", {"spam"}),
        ("nonsense", {"new", "open", "mine", "safe"}),
    ],
)
def test_each_view_holds_its_cases_and_no_others(desk: Client, engineer: User, view: str, expected: set[str]):
    cases = {state.value: TicketFactory(status=state) for state in TicketStatus if state != TicketStatus.MERGED}
    cases["mine"] = TicketFactory(assignee=engineer)
    cases["safe"] = TicketFactory(is_safety=True)
    TicketFactory(status=TicketStatus.MERGED, merged_into=cases["open"])

    shown = numbers_on(desk, view=view)

    assert sorted(shown) == sorted(cases[name].number for name in expected)


def test_says_how_many_each_view_holds(desk: Client):
    TicketFactory.create_batch(3)
    TicketFactory(status=TicketStatus.WAITING)

    page = text_of(desk.get(QUEUE))

    assert "Waiting for us <b>3</b>" in page
    assert "Waiting for customer <b>1</b>" in page
    assert "Mine <b>0</b>" in page


def test_shows_who_what_which_units_and_whose(desk: Client, engineer: User):
    ticket = TicketFactory(symptom="shock", subject="Help", seller="Elec SARL", language="sv", assignee=engineer)
    line = TicketLineFactory(ticket=ticket, position=1)
    TicketLineFactory.create_batch(2, ticket=ticket)
    ticket.tags.add(Tag.objects.create(name="connector"))

    page = text_of(desk.get(QUEUE))

    assert 'FR · <abbr title="Swedish">sv</abbr> · Elec SARL' in page
    for words in ("Camille Durand", line.serial, "HALO +2", "Electric shock or tingling", "Help"):
        assert words in page
    assert '<span class="chip">connector</span>' in page
    assert '<td class="who">Anna</td>' in page


def test_each_filter_narrows_the_view(desk: Client, engineer: User):
    plain = TicketFactory(language="en", country="SE", source="mail")
    french = TicketFactory(language="fr", country="FR", source="form", assignee=engineer)
    product, tag = ProductFactory(code="AURA"), Tag.objects.create(name="dock")
    TicketLineFactory(ticket=french, product=product, unit=None, serial="1")
    french.tags.add(tag)
    filters = {
        "language": "fr",
        "country": "FR",
        "source": "form",
        "assignee": engineer.pk,
        "product": product.pk,
        "tag": tag.pk,
    }

    shown = {name: numbers_on(desk, **{name: value}) for name, value in filters.items()}

    assert shown == {name: [french.number] for name in filters}
    assert len(numbers_on(desk, language="xx", product="1 OR 1", tag="9" * 30, assignee="\x00")) == 2
    assert plain.number in numbers_on(desk, language="en")


def test_pages_by_key_there_and_back_without_a_gap(desk: Client):
    for n in range(60):
        TicketFactory(is_safety=n % 20 == 0, priority=1 + n % 5)
    first = desk.get(QUEUE)
    second = desk.get(QUEUE + first.context["after"])
    third = desk.get(QUEUE + second.context["after"])

    back = desk.get(QUEUE + third.context["before"])

    pages = [[row.ticket.pk for row in page.context["rows"]] for page in (first, second, third)]
    assert [len(page) for page in pages] == [25, 25, 10]
    assert len({pk for page in pages for pk in page}) == 60
    assert [row.ticket.pk for row in back.context["rows"]] == pages[1]
    assert (first.context["before"], third.context["after"]) == ("", "")


@pytest.mark.parametrize(
    "key", ["", "x", "1~2", "1~2~3~4~5", "9" * 40, "1~3~0001-01-01T00:00:00+23:59~1", "1~3~nan~1", "\x00"]
)
def test_takes_a_place_that_is_none_for_the_top(desk: Client, key: str):
    ticket = TicketFactory()

    shown = numbers_on(desk, after=key, before=key)

    assert shown == [ticket.number]


def test_needs_at_most_twelve_statements_however_much_there_is(desk: Client, django_assert_max_num_queries):
    for _ in range(30):
        ticket = TicketFactory(assignee=UserFactory(is_staff=True))
        ticket.tags.add(Tag.objects.create(name=ticket.number))
        TicketLineFactory.create_batch(3, ticket=ticket)
        MessageFactory.create_batch(3, ticket=ticket)

    with django_assert_max_num_queries(12):
        response = desk.get(QUEUE)

    assert len(response.context["rows"]) == 25


def test_a_technician_reads_the_queue_and_changes_nothing(technician: User):
    TicketFactory()

    page = text_of(at_desk(technician).get(QUEUE))

    assert "Camille Durand" in page
    assert 'name="ids"' not in page
    assert "bulk" not in page


def test_nobody_else_comes_in(client: Client):
    TicketFactory()
    outsider = UserFactory()
    powerless = UserFactory(is_staff=True)

    answers = [browser.get(QUEUE) for browser in (client, at_desk(outsider), at_desk(powerless))]

    assert [answer.status_code for answer in answers] == [302, 302, 403]
    assert all("Camille Durand" not in answer.content.decode() for answer in answers)


def test_says_what_to_do_when_it_is_empty(desk: Client):
    page = text_of(desk.get(QUEUE))

    assert "Nobody waits for us." in page
    assert 'href="?view=waiting"' in page


def test_speaks_the_language_of_the_account(engineer: User):
    engineer.language = "fr"
    engineer.save()

    page = at_desk(engineer).get(QUEUE, headers={"accept-language": "sv"})

    assert '<html lang="fr">' in page.content.decode()


def test_carries_nothing_that_a_strict_policy_would_stop(desk: Client):
    TicketFactory(name='<script>alert("x")</script>', subject="<img onerror=1>")

    page = desk.get(QUEUE).content.decode()

    assert "<script>" not in page
    assert "<img onerror" not in page
    assert " style=" not in page
    assert "onclick" not in page
