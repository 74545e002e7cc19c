"""Mail that nobody could sort is read safely and becomes what a person decides."""

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from accounts.models import User
from mail.models import BlockedSender, IncomingMail, Outcome
from tests.desk.conftest import at_desk
from tests.desk.pages import text_of
from tests.factories import TicketFactory, UserFactory
from tests.intake.mails import mail, take_in
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

LIST = "/admin/mail/incomingmail/"


@pytest.fixture
def stuck(db: None) -> IncomingMail:
    """A mail of a blocked sender."""
    BlockedSender.objects.create(pattern="camille@customer.example")
    return take_in(mail("La borne est en panne <script>alert(1)</script>", subject="Borne <b>HALO</b>"))


def post(client: Client, incoming: IncomingMail, name: str, **given: object):
    return client.post(reverse("admin:mail_incomingmail_post", args=[incoming.pk, name]), given)


def page_of(incoming: IncomingMail) -> str:
    return reverse("admin:mail_incomingmail_change", args=[incoming.pk])


def test_lists_what_waits_with_its_reason_and_all_on_request(desk: Client, stuck: IncomingMail):
    sorted_mail = take_in(mail("Bonjour", sender="jonas@customer.example", subject="Panne"))

    waiting, everything = text_of(desk.get(LIST)), text_of(desk.get(LIST, {"all": 1}))

    assert "Its sender is blocked." in waiting
    assert sorted_mail.subject not in waiting
    assert "Panne" in everything
    assert "New case" in everything


def test_counts_it_beside_the_queue(desk: Client, stuck: IncomingMail):
    page = text_of(desk.get("/admin/tickets/ticket/"))

    assert f'href="{LIST}">Quarantine <b>1</b>' in page


def test_shows_head_and_text_and_nothing_that_runs(desk: Client, stuck: IncomingMail):
    response = desk.get(page_of(stuck))

    page = response.content.decode()
    assert "La borne est en panne &lt;script&gt;" in page
    assert "<script>" not in page
    assert "camille@customer.example" in page
    assert "Make a case of it" in page


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 50,
        b"From: a\x00b\r\nSubject: =?x?q?=\r\n\r\n\xff\xfe",
        b"x" * 300_000,
        b"Content-Type: multipart/mixed; boundary=a\r\n\r\n" + b"--a\r\n" * 400,
    ],
)
def test_reads_any_bytes_whatever(desk: Client, raw: bytes):
    incoming = IncomingMail.objects.create(
        fingerprint="f" * 64,
        raw=raw,
        size=len(raw),
        source="test",
        sorted_at="2026-11-20T10:00:00Z",
        reason="It is empty.",
    )

    assert desk.get(page_of(incoming)).status_code == 200
    assert desk.get(LIST).status_code == 200
    for name in ("release", "block", "attach", "retry", "dismiss"):
        assert post(desk, incoming, name).status_code in {303, 422}


def test_gives_the_raw_bytes_as_a_download(desk: Client, stuck: IncomingMail):
    response = desk.get(reverse("admin:mail_incomingmail_raw", args=[stuck.pk]))

    assert response.content == bytes(IncomingMail.objects.get(pk=stuck.pk).raw)
    assert response["Content-Type"].startswith("text/plain")
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_becomes_a_case(desk: Client, stuck: IncomingMail):
    response = post(desk, stuck, "release")

    ticket = Ticket.objects.get()
    stuck.refresh_from_db()
    assert (response.status_code, response["Location"]) == (
        303,
        reverse("admin:tickets_ticket_change", args=[ticket.pk]),
    )
    assert stuck.outcome == Outcome.TICKET
    assert "La borne est en panne" in ticket.messages.get().text
    assert "Became part of" in text_of(desk.get(page_of(stuck)))


def test_is_added_to_a_case_by_its_number_in_any_spelling(desk: Client, stuck: IncomingMail):
    ticket = TicketFactory()

    response = post(desk, stuck, "attach", number=f"RMA {ticket.pretty_number}")

    stuck.refresh_from_db()
    assert response.status_code == 303
    assert stuck.outcome == Outcome.REPLY
    assert ticket.messages.get().incoming == stuck


@pytest.mark.parametrize(
    ("number", "sentence"),
    [("482-719-3059", "There is no case with this number."), ("12", "too short"), ("", "ten digits")],
)
def test_a_wrong_number_is_refused_beside_the_field_and_kept(
    desk: Client, stuck: IncomingMail, number: str, sentence: str
):
    response = post(desk, stuck, "attach", number=number)

    stuck.refresh_from_db()
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert f'value="{number}"' in text_of(response)
    assert stuck.outcome == Outcome.QUARANTINED


def test_is_sorted_again_put_aside_or_its_sender_blocked(desk: Client, stuck: IncomingMail):
    BlockedSender.objects.all().delete()

    post(desk, stuck, "block")
    assert [sender.pattern for sender in BlockedSender.objects.all()] == ["camille@customer.example"]

    post(desk, stuck, "dismiss")
    assert "nothing waits" not in text_of(desk.get(LIST)).lower() or stuck.subject not in text_of(desk.get(LIST))

    post(desk, stuck, "retry")
    stuck.refresh_from_db()
    assert stuck.sorted_at is None


def test_is_decided_once(desk: Client, stuck: IncomingMail):
    post(desk, stuck, "release")

    again = post(desk, stuck, "release")

    assert again.status_code == 422
    assert "Somebody has decided about this mail already." in text_of(again)
    assert Ticket.objects.count() == 1


def test_reading_the_address_of_a_decision_decides_nothing(desk: Client, stuck: IncomingMail):
    response = desk.get(reverse("admin:mail_incomingmail_post", args=[stuck.pk, "release"]))

    assert response.status_code == 302
    assert Ticket.objects.exists() is False
    assert post(desk, stuck, "explode").status_code == 404


def test_only_who_triages_sees_mail(client: Client, technician: User, stuck: IncomingMail):
    pages = [LIST, page_of(stuck), reverse("admin:mail_incomingmail_raw", args=[stuck.pk])]
    browsers = {"nobody": client, "customer": at_desk(UserFactory()), "technician": at_desk(technician)}

    read = {name: {browser.get(page).status_code for page in pages} for name, browser in browsers.items()}
    decided = {name: post(browser, stuck, "release").status_code for name, browser in browsers.items()}

    assert read == {"nobody": {302}, "customer": {302}, "technician": {403}}
    assert decided == {"nobody": 302, "customer": 302, "technician": 403}


def test_pages_by_key(desk: Client):
    for n in range(60):
        IncomingMail.objects.create(
            message_id=f"<{n}@x.example>",
            fingerprint="f" * 64,
            raw=b"x",
            size=1,
            source="t",
            subject=f"S{n:02}-",
            sorted_at="2026-11-20T10:00:00Z",
        )
    first = desk.get(LIST)

    second = desk.get(LIST + first.context["after"])

    assert "S59-" in text_of(first)
    assert "S09-" in text_of(second)
    assert len(second.context["page"].rows) == 10
    assert list(get_messages(second.wsgi_request)) == []
