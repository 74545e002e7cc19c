"""The desk sees what became of every mail, and sends again what did not arrive."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from mail.models import Delivery, DeliveryState, OutgoingMail
from tests.desk.conftest import at_desk
from tests.desk.pages import text_of
from tests.factories import TicketFactory
from tickets.services.conversation import Answer, answer_customer

pytestmark = pytest.mark.django_db

LIST = "/admin/mail/outgoingmail/"


@pytest.fixture
def delivery(engineer: User) -> Delivery:
    answer_customer(ticket=TicketFactory(email="camille@customer.example"), answer=Answer("Bonjour"), user=engineer)
    return Delivery.objects.get()


def resend(client: Client, delivery: Delivery):
    return client.post(reverse("admin:mail_outgoingmail_resend", args=[delivery.pk]))


def test_lists_all_those_on_their_way_and_those_that_did_not_arrive(desk: Client, delivery: Delivery):
    pages = {
        state: delivery.address in text_of(desk.get(LIST, {"state": state})) for state in ("", "waiting", "failed")
    }
    Delivery.objects.update(state=DeliveryState.FAILED)

    failed = text_of(desk.get(LIST, {"state": "failed"}))

    assert pages == {"": True, "waiting": True, "failed": False}
    assert delivery.address in failed


def test_shows_a_mail_without_its_links(desk: Client, delivery: Delivery):
    page = text_of(desk.get(reverse("admin:mail_outgoingmail_change", args=[delivery.mail_id])))

    assert "[link]" in page
    assert "link.invalid" not in page
    assert "Bonjour" in page


def test_sends_again_only_what_did_not_arrive(desk: Client, delivery: Delivery):
    resend(desk, delivery)
    assert Delivery.objects.get().attempts == 0
    Delivery.objects.update(state=DeliveryState.FAILED, attempts=4)

    resend(desk, delivery)

    delivery.refresh_from_db()
    assert (delivery.state, delivery.attempts) == (DeliveryState.PENDING, 0)
    assert OutgoingMail.objects.count() == 1


def test_only_who_triages_sees_or_sends_mail(technician: User, delivery: Delivery):
    Delivery.objects.update(state=DeliveryState.FAILED)
    browser = at_desk(technician)

    answers = [
        browser.get(LIST),
        browser.get(reverse("admin:mail_outgoingmail_change", args=[delivery.mail_id])),
        resend(browser, delivery),
    ]

    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert Delivery.objects.get().state == DeliveryState.FAILED
