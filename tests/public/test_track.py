"""Following a case by number and address."""

import pytest
from kombu.exceptions import OperationalError

from mail.models import OutgoingMail
from tests.factories import TicketFactory
from tests.public.reporting import text_of
from tickets import link_requests
from tickets.models import Participant

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def asked(monkeypatch):
    """The worker's answers, given at once."""
    monkeypatch.setattr(link_requests.mail_link, "apply_async", lambda args, retry: link_requests.mail_link(*args))


@pytest.mark.parametrize("spelling", ["{0}", "RMA {0}", "{1}", " #{1} "])
def test_mails_a_link_to_whoever_belongs_to_the_case(client, case, spelling):
    response = client.post(
        "/track/", {"number": spelling.format(case.pretty_number, case.number), "email": "CAMILLE@customer.example"}
    )

    mail = OutgoingMail.objects.get()
    assert "a link to the case is on its way" in text_of(response)
    assert mail.kind == "tickets/new_link"
    assert [delivery.address for delivery in mail.deliveries.all()] == ["camille@customer.example"]


def test_mails_a_link_to_a_colleague_in_copy(client, case):
    Participant.objects.create(ticket=case, email="jean@customer.example")

    client.post("/track/", {"number": case.number, "email": "jean@customer.example"})

    assert OutgoingMail.objects.get().deliveries.get().address == "jean@customer.example"


def test_says_the_same_to_a_stranger_and_for_a_number_that_does_not_exist(client, case):
    unused = TicketFactory()
    number = unused.number
    unused.delete()

    answers = [
        client.post("/track/", {"number": number_, "email": email}).content
        for number_, email in [(case.number, case.email), (case.number, "eve@elsewhere.example"), (number, case.email)]
    ]

    assert len(set(answers)) == 1
    assert OutgoingMail.objects.count() == 1


def test_does_no_work_while_the_page_waits(client, case, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(link_requests.mail_link, "apply_async", lambda args, retry: None)

    with django_assert_num_queries(0):
        client.post("/track/", {"number": case.number, "email": case.email})
        client.post("/track/", {"number": case.number, "email": "eve@elsewhere.example"})


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Please enter the number"),
        ({"number": "482-719-3058", "email": "a@b.example"}, "mistyped"),
        ({"number": "12", "email": "a@b.example"}, "too short"),
        ({"number": "\x00\x00", "email": "a@b.example"}, "Please enter the number"),
        ({"number": "482-719-3059", "email": "nobody"}, "not a whole e-mail address"),
    ],
)
def test_refuses_beside_the_field(client, fields, sentence):
    response = client.post("/track/", fields)

    assert response.status_code == 422
    assert sentence in text_of(response)


def test_says_so_when_no_mail_can_be_sent_at_all(client, case, monkeypatch):
    def away(args, retry):
        raise OperationalError("the broker is away")

    monkeypatch.setattr(link_requests.mail_link, "apply_async", away)

    response = client.post("/track/", {"number": case.number, "email": case.email})

    assert response.status_code == 422
    assert "We cannot send mail right now." in text_of(response)
    assert f'value="{case.number}"' in response.content.decode()


def test_is_no_place_to_try_numbers(client, case, settings):
    settings.THROTTLES = True

    answers = [client.post("/track/", {"number": case.number, "email": case.email}).status_code for _ in range(11)]

    assert answers == [200] * 10 + [429]
