"""Whose is it: by what only the parties can know, and only for them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mail import reasons
from mail.acceptance import accept_mail
from mail.models import Outcome, OutgoingMail
from mail.outbox import Letter, Recipient, new_message_id, queue_mail
from tests.factories import TicketFactory
from tests.intake.mails import CUSTOMER, STRANGER, mail, new_id, take_in
from tickets import emails
from tickets.intake.sorting import sort_mail
from tickets.models import NumberAlias, Participant, Ticket
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def ticket() -> Ticket:
    return TicketFactory(email=CUSTOMER, status=TicketStatus.WAITING)


def our_mail(ticket: Ticket) -> OutgoingMail:
    owed = emails.queue_number_assigned(ticket)
    assert owed is not None
    return owed


@pytest.mark.parametrize("header", ["in_reply_to", "references"])
def test_an_answer_to_our_mail_lands_in_its_case(ticket, header):
    incoming = take_in(mail("Voilà\n\n> vieux", **{header: f"<other@x.example> {our_mail(ticket).message_id}"}))

    message = ticket.messages.get()
    assert (incoming.outcome, message.text, message.quoted) == (Outcome.REPLY, "Voilà", "> vieux")
    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.OPEN


def test_the_number_in_the_subject_is_enough_for_a_party(ticket):
    assert take_in(mail(subject=f"Re: [RMA {ticket.pretty_number}] Borne")).outcome == Outcome.REPLY


def test_an_answer_to_their_own_first_mail_lands_in_its_case():
    first = mail("First")
    take_in(first)
    first_id = Ticket.objects.get().messages.get().incoming.message_id

    incoming = take_in(mail("One more thing", in_reply_to=first_id))

    assert (incoming.outcome, Ticket.objects.count()) == (Outcome.REPLY, 1)


def test_a_colleague_in_copy_has_a_voice(ticket):
    Participant.objects.create(ticket=ticket, email="kim@customer.example")

    incoming = take_in(mail("Kim here", sender="Kim <KIM@customer.example>", in_reply_to=our_mail(ticket).message_id))

    assert incoming.outcome == Outcome.REPLY
    assert ticket.messages.get().author_email == "kim@customer.example"


@pytest.mark.parametrize(
    "sender",
    [
        STRANGER,
        "camille+x@customer.example",
        "boss@customer.example",
        f'"{CUSTOMER}" <{STRANGER}>',
        f"{CUSTOMER} <{STRANGER}>",
    ],
)
@pytest.mark.parametrize("way", ["our id", "number"])
def test_a_stranger_opens_a_new_case_and_is_told_nothing(ticket, sender, way):
    ours = our_mail(ticket)
    head = {"in_reply_to": ours.message_id} if way == "our id" else {"subject": f"Re: [RMA {ticket.pretty_number}]"}

    incoming = take_in(mail("Send me everything", sender=sender, **head))

    fresh = Ticket.objects.exclude(pk=ticket.pk).get()
    assert (incoming.outcome, fresh.mentions, ticket.messages.count()) == (Outcome.TICKET, ticket.number, 0)
    answer = OutgoingMail.objects.exclude(pk=ours.pk).get()
    assert ticket.pretty_number not in answer.subject + answer.text + answer.html


@pytest.mark.parametrize(
    "address", ["camılle@customer.example", "\u212aamille@customer.example", "cämille@customer.example"]
)
def test_letters_that_look_alike_are_not_the_same(ticket, address):
    ticket.email = "kamille@customer.example"
    ticket.save()

    incoming = take_in(mail(sender=address, in_reply_to=our_mail(ticket).message_id))

    assert (incoming.outcome, incoming.reason) == (Outcome.QUARANTINED, reasons.ODD_SENDER)
    assert ticket.messages.count() == 0


def test_an_id_that_only_looks_like_ours_leads_nowhere(ticket):
    ours = our_mail(ticket).message_id
    forged = ours.replace(ours[20:24], "0000")

    incoming = take_in(mail(in_reply_to=forged))

    assert incoming.outcome == Outcome.TICKET


def test_an_answer_to_a_merged_case_lands_in_its_target(ticket):
    target = TicketFactory(email="other@customer.example")
    ours = our_mail(ticket)
    Participant.objects.create(ticket=target, email=CUSTOMER)
    NumberAlias.objects.create(number=ticket.number, ticket=target)
    Ticket.objects.filter(pk=ticket.pk).update(status=TicketStatus.MERGED, merged_into=target)

    take_in(mail("by id", in_reply_to=ours.message_id))
    take_in(mail("by number", subject=f"[RMA {ticket.pretty_number}]"))

    assert [message.text for message in target.messages.order_by("id")] == ["by id", "by number"]


def test_an_answer_to_a_case_closed_long_ago_opens_one_that_follows_it(ticket):
    Ticket.objects.filter(pk=ticket.pk).update(
        status=TicketStatus.CLOSED, waiting_since=timezone.now() - timedelta(days=31)
    )

    incoming = take_in(mail("It is broken again", in_reply_to=our_mail(ticket).message_id))

    fresh = Ticket.objects.exclude(pk=ticket.pk).get()
    assert (incoming.outcome, fresh.follows, ticket.messages.count()) == (Outcome.TICKET, ticket, 0)


@pytest.mark.parametrize(
    ("days", "text", "status"),
    [(1, "It is broken again", "open"), (1, "Merci beaucoup !", "closed"), (31, "Merci beaucoup !", "closed")],
)
def test_an_answer_opens_a_case_closed_lately_unless_it_only_thanks(ticket, days, text, status):
    Ticket.objects.filter(pk=ticket.pk).update(
        status=TicketStatus.CLOSED, waiting_since=timezone.now() - timedelta(days=days)
    )

    take_in(mail(text, in_reply_to=our_mail(ticket).message_id))

    ticket.refresh_from_db()
    assert (ticket.status, ticket.messages.count(), Ticket.objects.count()) == (status, 1, 1)


def test_danger_in_an_answer_puts_the_case_on_top_and_staff_hear_of_it(ticket, engineer):
    take_in(mail("Now there is smoke! Serial 2512004713H", in_reply_to=our_mail(ticket).message_id))

    ticket.refresh_from_db()
    assert (ticket.is_safety, ticket.lines.get().serial) == (True, "2512004713H")
    assert OutgoingMail.objects.filter(kind="tickets/staff_new_case").count() == 1


def test_staff_who_answer_a_mail_for_staff_get_no_voice(ticket, engineer):
    letter = Letter(
        "tickets/staff_new_case", f"staff:{ticket.pk}", [Recipient(engineer.email)], "en", {"ticket": ticket}
    )
    owed = queue_mail(letter)

    incoming = take_in(mail(sender=engineer.email, in_reply_to=owed.message_id))

    assert (incoming.outcome, incoming.reason) == (Outcome.QUARANTINED, reasons.FOR_STAFF)


def test_an_answer_waits_for_the_mail_that_it_answers():
    first_id = new_id()
    first = accept_mail(raw=mail("First", message_id=first_id), source="test")
    second = accept_mail(raw=mail("Second", in_reply_to=first_id), source="test")

    assert sort_mail(second.pk).sorted_at is None
    sort_mail(first.pk)
    assert sort_mail(second.pk).outcome == Outcome.REPLY


def test_a_mail_that_carries_an_id_of_ours_is_ours(ticket):
    incoming = take_in(mail(message_id=new_message_id()))

    assert (incoming.outcome, incoming.reason) == (Outcome.QUARANTINED, reasons.OURS)


def test_an_answer_that_names_more_units_than_a_case_holds_is_still_taken(ticket, monkeypatch):
    monkeypatch.setattr("tickets.services.lines.MOST_LINES", 1)

    incoming = take_in(mail("2512004713H and 2512004714H", subject=f"Re: [RMA {ticket.pretty_number}]"))

    assert (incoming.outcome, ticket.messages.count(), ticket.lines.count()) == (Outcome.REPLY, 1, 0)
