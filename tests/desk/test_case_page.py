"""The page of a case shows all of it, at one price however long it is."""

from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.actors import Actor
from accounts.models import User
from files.services import store_file
from mail.models import Delivery, DeliveryState, OutgoingMail
from tests.desk.conftest import at_desk
from tests.desk.pages import case_of, text_of
from tests.factories import MessageFactory, TicketFactory, TicketLineFactory, UnitFactory, UserFactory
from tickets.models import Attachment, Event, EventKind, MessageKind, ReplyTemplate, Ticket
from tickets.services.conversation import Answer, answer_customer
from tickets.services.triage import set_tags
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db: None) -> Ticket:
    return TicketFactory(email="camille@customer.example", symptom="no_charge")


def test_shows_what_the_charger_itself_would_report(desk: Client, case: Ticket):
    assert "EVCommunicationError, PowerSwitchFailure" in text_of(desk.get(case_of(case)))
    assert "OCPP" not in text_of(desk.get(case_of(TicketFactory(symptom=""))))


def test_shows_number_state_customer_and_conversation(desk: Client, case: Ticket):
    MessageFactory(ticket=case, text="Voyant rouge", quoted="> Bonjour")
    MessageFactory(ticket=case, kind=MessageKind.NOTE, author_name="Anna", text="Call first")
    MessageFactory(ticket=case, text="Absent", is_automatic=True)

    page = text_of(desk.get(case_of(case)))

    assert f'<h1 class="number">{case.pretty_number}</h1>' in page
    for words in (
        "Voyant rouge",
        "Quoted text",
        "> Bonjour",
        "Call first",
        "Internal note",
        "Automatic mail",
        "Us · 2 d",
    ):
        assert words in page


def test_tells_of_danger_at_once(desk: Client, case: Ticket):
    safe = text_of(desk.get(case_of(case)))
    Ticket.objects.filter(pk=case.pk).update(is_safety=True)

    page = text_of(desk.get(case_of(case)))

    assert "Safety case.</b>" not in safe
    assert "Safety case.</b>" in page


def test_shows_the_last_hundred_entries_and_all_on_request(desk: Client, case: Ticket):
    for n in range(130):
        MessageFactory(ticket=case, text=f"entry-{n}-", created_at=case.created_at + timedelta(minutes=n))

    short, long = text_of(desk.get(case_of(case))), text_of(desk.get(case_of(case), {"all": 1}))

    assert ("entry-29-" in short, "entry-30-" in short, "entry-129-" in short) == (False, True, True)
    assert "Show all earlier entries" in short
    assert "entry-0-" in long
    assert "Show all earlier entries" not in long


def test_shows_each_unit_with_its_chain_and_its_other_cases(desk: Client, case: Ticket):
    unit = UnitFactory(serial="2512004713H", sold_on=date(2025, 5, 12), first_online_on=date(2025, 5, 20))
    TicketLineFactory(ticket=case, unit=unit)
    other = TicketLineFactory(unit=unit).ticket
    TicketLineFactory(ticket=case, unit=None, serial="777", product=unit.product)

    page = text_of(desk.get(case_of(case)))

    assert f"{unit.distributor} → {unit.reseller}" in page
    assert other.pretty_number in page
    assert page.count("not in the registry") == 1


def test_pages_through_five_hundred_units(desk: Client, case: Ticket):
    for n in range(1, 61):
        TicketLineFactory(ticket=case, unit=None, product=None, serial=f"S{n:04}", position=n)

    first, last = text_of(desk.get(case_of(case))), text_of(desk.get(case_of(case), {"units": 3}))

    assert ("S0025" in first, "S0026" in first) == (True, False)
    assert ("S0050" in last, "S0051" in last, "S0060" in last) == (False, True, True)
    assert desk.get(case_of(case), {"units": "999"}).status_code == 200
    assert desk.get(case_of(case), {"units": "x"}).status_code == 200


def test_shows_mail_with_its_fate_and_without_its_links(desk: Client, engineer: User, case: Ticket):
    answer_customer(ticket=case, answer=Answer("Bonjour"), user=engineer)
    Delivery.objects.update(state=DeliveryState.FAILED, error="550 no such user")
    placeholder = next(iter(OutgoingMail.objects.get().links))

    page = text_of(desk.get(case_of(case)))

    assert "550 no such user" in page
    assert "[link]" in page
    assert placeholder not in page
    assert "link.invalid" not in page


def test_shows_other_cases_of_the_same_address_and_old_numbers(desk: Client, case: Ticket):
    other = TicketFactory(email=case.email)
    stranger = TicketFactory()
    case.aliases.create(number="4827193059")

    page = text_of(desk.get(case_of(case)))

    assert other.pretty_number in page
    assert stranger.pretty_number not in page
    assert "482-719-3059" in page


def test_leads_from_a_merged_case_to_its_target(desk: Client, case: Ticket):
    merged = TicketFactory(status=TicketStatus.MERGED, merged_into=case)

    page = text_of(desk.get(case_of(merged)))

    assert f'href="{case_of(case)}">{case.pretty_number}' in page
    assert 'name="message"' not in page


def test_offers_templates_in_the_customers_language_first_and_fills_only_two_words(desk: Client, case: Ticket):
    text = "{name} {number} {case.email} {0} %s {name.__class__}"
    for language in ("en", "fr", "sv"):
        ReplyTemplate.objects.create(title="Proof", language=language, text=text)
    Ticket.objects.filter(pk=case.pk).update(name="{number} <b>")

    replies = desk.get(case_of(case)).context["replies"]

    assert [reply.language for reply in replies] == ["fr", "en", "sv"]
    assert replies[0].text == f"{{number}} <b> {case.pretty_number} {{case.email}} {{0}} %s {{name.__class__}}"


def test_stays_inert_whatever_a_stranger_wrote(desk: Client, case: Ticket):
    evil = '"><script>alert(1)</script>'
    Ticket.objects.filter(pk=case.pk).update(name=evil, subject=evil, seller=evil, city=evil)
    message = MessageFactory(ticket=case, text=evil, quoted=evil, html="<p>x</p>" + evil, author_name=evil)

    page = desk.get(case_of(case)).content.decode()
    sandboxed = desk.get(f"/admin/tickets/ticket/{case.pk}/messages/{message.pk}/html/")

    assert "<script>" not in page
    assert " style=" not in page
    assert "<script>" not in sandboxed.content.decode()
    assert sandboxed["Content-Security-Policy"].endswith("sandbox")
    assert "unsafe" not in desk.get(case_of(case))["Content-Security-Policy"]


def test_needs_at_most_twenty_statements_however_long_the_case(
    desk: Client, engineer: User, case: Ticket, django_assert_max_num_queries
):
    for n in range(60):
        message = MessageFactory(ticket=case, text=f"{n}")
        Event.objects.create(ticket=case, kind=EventKind.TAGGED, created_at=case.created_at)
        stored = store_file(name="note.txt", content=f"file {n}".encode())
        Attachment.objects.create(message=message, file=stored)
    for _ in range(30):
        line = TicketLineFactory(ticket=case)
        TicketLineFactory(unit=line.unit)
        TicketFactory(email=case.email)
    for n in range(5):
        answer_customer(ticket=case, answer=Answer(f"answer {n}"), user=engineer)
        case.participants.create(email=f"p{n}@firm.example")
        ReplyTemplate.objects.create(title=f"T{n}", language="en", text="x")
        UserFactory(is_staff=True)

    with django_assert_max_num_queries(20):
        response = desk.get(case_of(case))

    assert len(response.context["entries"]) == 100


def test_serves_a_file_only_under_its_own_case(desk: Client, case: Ticket):
    stored = store_file(name="note.txt", content=b"hello")
    Attachment.objects.create(message=MessageFactory(ticket=case), file=stored)
    other = TicketFactory()

    own = desk.get(f"/admin/tickets/ticket/{case.pk}/files/{stored.pk}/")
    foreign = desk.get(f"/admin/tickets/ticket/{other.pk}/files/{stored.pk}/")

    assert (own.status_code, foreign.status_code) == (200, 404)
    assert own["Content-Disposition"].startswith("attachment")
    assert "sandbox" in own["Content-Security-Policy"]


def test_who_may_not_see_cases_gets_nothing(client: Client, case: Ticket):
    stored = store_file(name="note.txt", content=b"hello")
    message = MessageFactory(ticket=case, html="<p>x</p>")
    Attachment.objects.create(message=message, file=stored)
    base = f"/admin/tickets/ticket/{case.pk}"
    pages = [case_of(case), f"{base}/files/{stored.pk}/", f"{base}/messages/{message.pk}/html/"]

    answers = {
        name: [browser.get(page).status_code for page in pages]
        for name, browser in {
            "nobody": client,
            "customer": at_desk(UserFactory()),
            "powerless": at_desk(UserFactory(is_staff=True)),
        }.items()
    }

    assert answers == {"nobody": [302] * 3, "customer": [302] * 3, "powerless": [403] * 3}


def test_a_technician_reads_and_finds_no_button(technician: User, case: Ticket):
    MessageFactory(ticket=case, text="Voyant rouge")
    Ticket.objects.filter(pk=case.pk).update(status=TicketStatus.NEW)

    page = text_of(at_desk(technician).get(case_of(case)))

    assert "Voyant rouge" in page
    assert page.count("<form") == 2  # logging out and closing the help
    assert "correct-unit" not in page


def test_an_unknown_case_is_not_found(desk: Client):
    assert desk.get("/admin/tickets/ticket/999999999/change/").status_code == 404
    assert desk.get("/admin/tickets/ticket/99999999999999999999999/change/").status_code == 404
    assert desk.get("/admin/tickets/ticket/x/change/").status_code == 404


def test_a_tag_leads_to_the_other_cases_that_have_it(desk: Client, case: Ticket):
    set_tags(ticket=case, names=["vip"], actor=Actor(name="Anna"))

    page = text_of(desk.get(case_of(case)))

    assert f'tag={case.tags.get().pk}">vip</a>' in page
