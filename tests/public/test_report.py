"""A customer reports a problem by the web form."""

import pytest
from django.test import Client

from mail.models import OutgoingMail
from tests.factories import UnitFactory
from tests.public.reporting import FORM, SAID, filled_in, report, text_of, ticket_at
from tickets.models import EventKind, Priority, Source, Ticket
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db


def test_files_the_case_and_leads_to_its_number(client):
    UnitFactory(serial="2512004713H")

    response = report(client, phone="04 78 00 00 00", seller="Elec SARL, Lyon", city="Lyon")

    ticket = ticket_at(response)
    assert (ticket.source, ticket.status, ticket.priority) == (Source.FORM, TicketStatus.NEW, Priority.NORMAL)
    assert (ticket.email, ticket.country, ticket.language) == ("camille@customer.example", "FR", "fr")
    assert (ticket.phone, ticket.seller, ticket.city) == ("+33 4 78 00 00 00", "Elec SARL, Lyon", "Lyon")
    assert [line.serial for line in ticket.lines.all()] == ["2512004713H"]
    assert ticket.lines.get().unit is not None
    assert ticket.messages.get().text == SAID["description"]
    assert [event.kind for event in ticket.events.all()] == [EventKind.FILED]
    page = client.get(response["Location"])
    assert page.status_code == 200
    assert ticket.pretty_number in text_of(page)
    assert [mail.kind for mail in OutgoingMail.objects.all()] == ["tickets/number_assigned"]


def test_takes_a_plain_post_with_nothing_but_the_obligatory_fields(client):
    fields = {name: value for name, value in filled_in(client).items() if name not in {"units-0-product", "send"}}

    response = client.post(FORM, fields)

    assert ticket_at(response).name == "Camille Durand"


def test_the_number_page_shows_what_happens_next_and_a_print_view(client):
    page = client.get(report(client, language="en")["Location"])

    text = text_of(page)
    assert "What happens next" in text
    assert "camille@customer.example" in text
    assert "data-print" in page.content.decode()
    assert page["Cache-Control"] == "private, no-store"
    assert page["Referrer-Policy"] == "no-referrer"


@pytest.mark.parametrize("symptom", ["burnt_or_smoke", "shock", "water"])
def test_puts_danger_first_and_says_what_to_do(client, symptom):
    response = report(client, symptom=symptom, language="en")

    ticket = ticket_at(response)
    assert (ticket.is_safety, ticket.priority) == (True, Priority.URGENT)
    assert "Your safety comes first" in text_of(client.get(response["Location"]))


def test_says_nothing_of_danger_where_there_is_none(client):
    response = report(client, symptom="offline", language="en")

    assert "Your safety comes first" not in text_of(client.get(response["Location"]))


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("name", "", "Please tell us your name."),
        ("email", "", "Please give an e-mail address"),
        ("email", "camille@", "This is not a whole e-mail address"),
        ("email", "a@good.example)@evil.example", "This is not a whole e-mail address"),
        ("country", "", "Please choose the country"),
        ("country", "XX", "not one of the available choices"),
        ("language", "tlh", "not one of the available choices"),
        ("symptom", "", "Please choose what fits best"),
        ("symptom", "on_fire", "not one of the available choices"),
        ("description", " \n ", "Please describe the problem"),
        ("description", "x" * 20_001, "at most 20000 characters"),
        ("privacy", None, "Please confirm"),
        ("phone", "call me", "does not look like a phone number"),
        ("seller", "x" * 201, "at most 200 characters"),
        ("units-0-product", "TESLA", "not one of the available choices"),
        ("units-TOTAL_FORMS", "many", "came in incomplete"),
        ("units-TOTAL_FORMS", None, "came in incomplete"),
    ],
)
def test_refuses_with_a_sentence_and_keeps_what_was_typed(client, field, value, sentence):
    response = report(client, **{"seller": "Elec SARL", "city": "Lyon", field: value})

    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in text_of(response)
    for kept in ("Camille Durand", "Lyon"):
        assert field == "name" or f'value="{kept}"' in page
    assert Ticket.objects.exists() is False
    assert OutgoingMail.objects.exists() is False


def test_names_each_refused_field_at_the_field_and_once_more_on_top(client):
    response = report(client, name="", email="nobody")

    page = response.content.decode()
    assert page.count("Please tell us your name.") == 2
    assert 'href="#id_name"' in page
    assert 'aria-describedby="id_name_error"' in page
    assert page.count('aria-invalid="true"') == 2


@pytest.mark.parametrize("garbage", ["\x00Camille\x00", "Cam\u202eille", "Camille\ud800"])
def test_cleans_what_cannot_be_stored(client, garbage):
    fields = filled_in(client, name=garbage.encode("utf-8", "surrogatepass").decode("utf-8", "replace"))

    response = client.post(FORM, fields)

    assert "\x00" not in ticket_at(response).name
    assert "\u202e" not in ticket_at(response).name


def test_offers_the_page_in_another_language_without_losing_a_word(client):
    response = report(client, switch_language="sv", name="")

    assert response.status_code == 200
    assert response.cookies["django_language"].value == "sv"
    assert '<html lang="sv">' in response.content.decode()
    assert "Since Monday the light stays red." in response.content.decode()
    assert "aria-invalid" not in response.content.decode()
    assert Ticket.objects.exists() is False


@pytest.mark.parametrize("language", ["en", "fr", "sv"])
def test_presets_the_language_of_the_page(language):
    page = Client(headers={"accept-language": language}).get(FORM).content.decode()

    assert f'<html lang="{language}">' in page
    assert f'<option value="{language}" selected>' in page


def test_writes_in_the_language_of_the_page_where_none_was_chosen(client):
    client.cookies["django_language"] = "sv"

    assert ticket_at(report(client, language=None)).language == "sv"


def test_asks_the_database_little(client, products, django_assert_max_num_queries):
    client.get(FORM)
    fields = filled_in(client)

    with django_assert_max_num_queries(13 + 2):  # and the two ends of the transaction
        response = client.post(FORM, fields)

    assert response.status_code == 303


def test_shows_the_blank_form_without_asking_the_database(client, products, django_assert_num_queries):
    client.get(FORM)

    with django_assert_num_queries(0):
        response = client.get(FORM)

    assert response.status_code == 200


def test_a_head_request_files_nothing(client):
    assert client.head(FORM).status_code == 200
    assert client.put(FORM).status_code == 405
    assert Ticket.objects.exists() is False
