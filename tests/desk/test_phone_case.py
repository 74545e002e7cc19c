"""Staff open a case for somebody on the phone."""

import uuid

import pytest
from django.test import Client

from accounts.models import User
from mail.models import Delivery
from tests.desk.conftest import at_desk
from tests.desk.pages import case_of, text_of
from tests.factories import ProductFactory, UserFactory
from tickets.models import EventKind, Source, Ticket

pytestmark = pytest.mark.django_db

ADD = "/admin/tickets/ticket/add/"


def told(**changed: object) -> dict[str, object]:
    return {
        "name": "Camille Durand",
        "email": "camille@customer.example",
        "phone": "",
        "country": "FR",
        "language": "fr",
        "symptom": "no_charge",
        "description": "Red light since Monday",
        "serials": "",
        "submission": str(uuid.uuid4()),
        **changed,
    }


def test_opens_the_case_and_mails_the_number(desk: Client, engineer: User):
    response = desk.post(ADD, told(serials="2512-004713 h\n2512004714H"))

    ticket = Ticket.objects.get()
    assert (response.status_code, response["Location"]) == (303, case_of(ticket))
    assert (ticket.source, ticket.language, ticket.name) == (Source.PHONE, "fr", "Camille Durand")
    assert [line.serial for line in ticket.lines.all()] == ["2512004713H", "2512004714H"]
    assert ticket.events.get(kind=EventKind.FILED).actor == engineer
    assert Delivery.objects.filter(address="camille@customer.example").count() == 1
    assert ticket.pretty_number in text_of(desk.get(case_of(ticket)))


def test_a_phone_number_is_enough_and_then_no_mail_is_owed_to_the_caller(desk: Client):
    desk.post(ADD, told(email="", phone="06 12 34 56 78"))

    ticket = Ticket.objects.get()
    assert (ticket.email, ticket.phone) == ("", "+33 6 12 34 56 78")
    assert Delivery.objects.filter(address="").exists() is False


def test_a_product_without_a_serial_is_kept(desk: Client):
    product = ProductFactory(code="HALO")

    desk.post(ADD, told(product="HALO"))

    assert Ticket.objects.get().lines.get().product == product


def test_sent_twice_is_one_case(desk: Client):
    same = told()

    desk.post(ADD, same)
    desk.post(ADD, same)

    assert Ticket.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "", "phone": ""}, "An e-mail address or a phone number is needed"),
        ({"email": "x@"}, "This is not a whole e-mail address"),
        ({"description": " \x00"}, "Please note in a few words what the caller said."),
        ({"symptom": "magic"}, "magic"),
        ({"serials": "\n".join(f"S{n}" for n in range(501))}, "A case holds at most 500 units"),
        ({"submission": "x"}, "Please look at the marked fields."),
    ],
)
def test_refuses_beside_the_field_and_keeps_what_was_typed(desk: Client, wrong: dict[str, object], sentence: str):
    response = desk.post(ADD, told(seller="Elec SARL", **wrong))

    page = text_of(response)
    assert response.status_code == 422
    assert sentence in page
    assert 'value="Elec SARL"' in page
    assert Ticket.objects.exists() is False


def test_only_who_may_triage_opens_cases(client: Client, technician: User):
    browsers = {"nobody": client, "customer": at_desk(UserFactory()), "technician": at_desk(technician)}

    answers = {name: (b.get(ADD).status_code, b.post(ADD, told()).status_code) for name, b in browsers.items()}

    assert answers == {"nobody": (302, 302), "customer": (302, 302), "technician": (403, 403)}
    assert Ticket.objects.exists() is False
