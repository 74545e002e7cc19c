"""Machines are recorded and never answered; bounces find the mail that bounced."""

import pytest

from mail import reasons
from mail.bounce_addresses import bounce_address
from mail.models import DeliveryState, Outcome, OutgoingMail
from tests.factories import TicketFactory
from tests.intake.mails import CUSTOMER, mail, take_in
from tickets import emails
from tickets.models import EventKind, Ticket
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db

ANSWERING = [
    {"auto_submitted": "auto-replied"},
    {"x_autoreply": "yes"},
    {"return_path": "<>"},
    {"sender": "MAILER-DAEMON@x.example"},
    {"sender": "postmaster@x.example"},
    {"content_type": "multipart/report; boundary=x"},
    {"subject": "Automatic reply: Borne"},
    {"subject": "Re: Out of office"},
    {"subject": "Réponse automatique : absent"},
    {"subject": "Autosvar: semester"},
    {"subject": "Frånvaro"},
    {"subject": "Abwesenheitsnotiz"},
    {"subject": "Automatisk svar"},
]
BULK = [
    {"auto_submitted": "auto-generated"},
    {"precedence": "bulk"},
    {"precedence": "list"},
    {"precedence": "junk"},
    {"list_id": "<news.x.example>"},
    {"list_unsubscribe": "<mailto:x@x.example>"},
    {"x_auto_response_suppress": "OOF"},
]


@pytest.mark.parametrize("signs", ANSWERING, ids=str)
def test_an_answering_machine_opens_no_case_and_gets_no_answer(signs):
    incoming = take_in(mail(**signs))

    assert (incoming.outcome, incoming.reason) == (Outcome.QUARANTINED, reasons.ROBOT)
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("signs", BULK, ids=str)
def test_a_machine_that_reports_opens_a_case_and_gets_no_answer(signs):
    incoming = take_in(mail(**signs))

    assert (incoming.outcome, Ticket.objects.get().messages.get().is_automatic) == (Outcome.TICKET, True)
    assert not OutgoingMail.objects.exists()


def test_a_person_who_says_no_to_automatic_is_a_person():
    take_in(mail(auto_submitted="no"))

    assert OutgoingMail.objects.count() == 1


def test_a_null_envelope_sender_is_a_machine():
    assert take_in(mail(), envelope_from="<>").reason == reasons.ROBOT


def test_our_own_mail_that_comes_back_is_no_case():
    incoming = take_in(mail(x_rma_portal_loop="support@localhost"))

    assert (incoming.outcome, incoming.reason) == (Outcome.QUARANTINED, reasons.OURS)


@pytest.mark.parametrize("signs", [*ANSWERING[:2], *BULK[:2]], ids=str)
def test_a_machines_answer_is_recorded_in_its_case_and_changes_nothing(signs):
    ticket = TicketFactory(email=CUSTOMER, status=TicketStatus.WAITING)
    ours = emails.queue_number_assigned(ticket)

    incoming = take_in(mail("I am away", in_reply_to=ours.message_id, **signs))

    ticket.refresh_from_db()
    assert (incoming.outcome, ticket.status, ticket.messages.get().is_automatic) == (Outcome.REPLY, "waiting", True)
    assert OutgoingMail.objects.count() == 1


def report(
    *, action: str = "failed", recipient: str = CUSTOMER, returned: str = "<x@y.example>", **headers: str
) -> bytes:
    """An RFC 3464 report as Postfix writes it."""
    text = f"""--x
Content-Type: text/plain

Could not be delivered.
--x
Content-Type: message/delivery-status

Reporting-MTA: dns; relay.example

Final-Recipient: rfc822; {recipient}
Action: {action}
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 No such user
--x
Content-Type: message/rfc822

From: support@localhost
Message-ID: {returned}
Subject: our mail

text
--x--"""
    kind = "multipart/report; report-type=delivery-status; boundary=x"
    return mail(text, sender="MAILER-DAEMON@relay.example", content_type=kind)


@pytest.mark.parametrize("way", ["bounce address", "returned mail"])
def test_a_bounce_marks_its_delivery_and_its_case(way):
    ticket = TicketFactory(email=CUSTOMER)
    ours = emails.queue_number_assigned(ticket)
    delivery = ours.deliveries.get()

    if way == "bounce address":
        incoming = take_in(report(recipient="alias@x.example"), envelope_to=bounce_address(delivery.pk))
    else:
        incoming = take_in(report(returned=ours.message_id))

    delivery.refresh_from_db()
    assert (incoming.outcome, incoming.bounced) == (Outcome.BOUNCE, delivery)
    assert (delivery.state, delivery.error) == (DeliveryState.FAILED, "5.1.1 smtp; 550 5.1.1 No such user")
    event = ticket.events.get(kind=EventKind.MAIL_BOUNCED)
    assert (event.after, event.reason) == (CUSTOMER, delivery.error)
    assert OutgoingMail.objects.count() == 1


def test_a_delay_is_recorded_and_marks_nothing():
    ours = emails.queue_number_assigned(TicketFactory(email=CUSTOMER))

    incoming = take_in(report(action="delayed", returned=ours.message_id))

    assert incoming.outcome == Outcome.BOUNCE
    assert ours.deliveries.get().bounced_at is None


def test_a_forged_bounce_marks_nothing():
    ours = emails.queue_number_assigned(TicketFactory(email=CUSTOMER))
    forged = bounce_address(ours.deliveries.get().pk).replace("@", "0@")

    stray = take_in(report(), envelope_to=forged)
    other = take_in(report(returned=ours.message_id, recipient="other@x.example"))

    assert [(m.outcome, m.reason) for m in (stray, other)] == [(Outcome.QUARANTINED, reasons.STRAY_BOUNCE)] * 2
    assert ours.deliveries.get().bounced_at is None


def test_two_helpdesks_stop_talking_to_each_other():
    ticket = TicketFactory(email=CUSTOMER)
    for number in range(15):
        take_in(mail(f"Your request {number} was received", subject=f"[#77{number}] Received"))

    assert OutgoingMail.objects.count() <= 10
    assert ticket.messages.count() == 0
