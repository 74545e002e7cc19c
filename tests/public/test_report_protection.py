"""The form against robots, double clicks, old tabs and oversize requests."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from mail.models import OutgoingMail
from tests.public.reporting import FORM, filled_in, report, text_of, ticket_at
from tickets.models import Ticket
from tickets.states import TicketStatus


@pytest.mark.django_db
def test_a_robot_gets_the_usual_answer_and_is_filed_as_spam_without_a_mail(client):
    response = report(client, website="https://buy.example", language="en")

    ticket = ticket_at(response)
    assert ticket.status == TicketStatus.SPAM
    assert OutgoingMail.objects.exists() is False
    assert ticket.pretty_number in text_of(client.get(response["Location"]))


@pytest.mark.django_db
def test_the_same_form_sent_twice_is_one_case(client):
    fields = filled_in(client)

    first, second = client.post(FORM, fields), client.post(FORM, fields)

    assert first["Location"] == second["Location"]
    assert Ticket.objects.count() == 1
    assert OutgoingMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_case_even_when_both_arrive_at_once():
    fields = filled_in(Client())

    def click(_turn: int) -> str:
        try:
            return Client().post(FORM, fields)["Location"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clicks:
        places = set(clicks.map(click, range(4)))

    assert len(places) == 1
    assert Ticket.objects.count() == 1


@pytest.mark.django_db
def test_going_back_and_reporting_something_else_is_another_case(client):
    fields = filled_in(client)

    client.post(FORM, fields)
    client.post(FORM, fields | {"description": "And the other charger hums."})

    assert Ticket.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "no uuid", "\x00", "{c73dc19d-b8e3-43a2-9221-2866412a93bb}"])
def test_a_mangled_form_id_is_no_obstacle(client, key):
    assert report(client, submission=key).status_code == 303


@pytest.mark.django_db
def test_an_expired_form_is_given_back_filled_in_and_can_be_sent_again(photo):
    client = Client(enforce_csrf_checks=True)
    fields = filled_in(client, csrfmiddlewaretoken="x" * 64, photos=SimpleUploadedFile("plate.jpg", photo))

    refused = client.post(FORM, fields)

    page = refused.content.decode()
    assert refused.status_code == 403
    assert "Nothing is lost" in text_of(refused)
    assert 'value="Camille Durand"' in page
    assert "plate.jpg" in page
    assert Ticket.objects.exists() is False
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    assert client.post(FORM, filled_in(client, csrfmiddlewaretoken=token)).status_code == 303


@pytest.mark.django_db
def test_an_expired_form_without_cookies_is_given_back_too():
    fields = filled_in(Client())

    refused = Client(enforce_csrf_checks=True).post(FORM, fields)

    assert refused.status_code == 403
    assert 'value="Camille Durand"' in refused.content.decode()
    assert "csrftoken" in refused.cookies


@pytest.mark.django_db
def test_too_many_reports_for_one_address_wait_and_keep_what_was_typed(client, settings):
    settings.THROTTLES = True

    answers = [report(client, description=f"Problem {n}") for n in range(13)]

    assert [answer.status_code for answer in answers] == [303] * 12 + [429]
    assert answers[-1]["Retry-After"] == "3600"
    assert "Problem 12" in answers[-1].content.decode()
    assert Ticket.objects.count() == 12


@pytest.mark.django_db
def test_too_many_reports_from_one_network_wait_whatever_their_headers_say(settings):
    settings.THROTTLES = True
    neighbours = [Client(REMOTE_ADDR=f"2001:db8::{n:x}", headers={"x-forwarded-for": f"10.0.0.{n}"}) for n in range(41)]

    answers = [report(client, email=f"c{n}@customer.example") for n, client in enumerate(neighbours)]
    elsewhere = report(Client(REMOTE_ADDR="2001:db8:1::1"), email="x@customer.example")

    assert [answer.status_code for answer in answers] == [303] * 40 + [429]
    assert elsewhere.status_code == 303


@pytest.mark.django_db
def test_an_oversize_request_is_turned_away_unread(client, settings):
    settings.REQUEST_MAX_BYTES = 1000

    response = client.post(FORM, filled_in(client, description="x" * 2000))

    assert response.status_code == 413
    assert "This is too large" in text_of(response)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "limit"), [("DATA_UPLOAD_MAX_MEMORY_SIZE", 100), ("DATA_UPLOAD_MAX_NUMBER_FIELDS", 3)]
)
def test_oversize_fields_are_turned_away_in_our_look(client, settings, name, limit):
    fields = filled_in(client)
    setattr(settings, name, limit)

    response = client.post(FORM, fields)

    assert response.status_code == 413
    assert "This is too large" in text_of(response)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"--x\r\nbroken", "multipart/form-data"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=\x7f\xff"),
        (b"name=%00%ff%fe", "application/x-www-form-urlencoded; charset=klingon"),
        (b'{"name": 1}', "application/json"),
        (b"", "text/plain"),
    ],
)
def test_garbled_requests_are_answered_with_4xx(client, body, kind):
    response = client.generic("POST", FORM, body, content_type=kind)

    assert 400 <= response.status_code < 500
    assert Ticket.objects.exists() is False
