"""What is said in a case, and whose move it is then."""

from datetime import timedelta

import pytest

from common.errors import DomainError, TransitionError
from mail.models import OutgoingMail
from tests.factories import MessageFactory, TicketFactory
from tickets.models import EventKind, MessageKind, Participant, Ticket
from tickets.services.conversation import Answer, CustomerWords, add_customer_message, add_note, answer_customer
from tickets.services.filing import Words
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db


def says(text: str, **more) -> CustomerWords:
    return CustomerWords(words=Words(text), name="Camille Durand", email="camille@customer.example", **more)


@pytest.mark.parametrize(
    ("before", "text", "after"),
    [
        (TicketStatus.NEW, "One more thing", TicketStatus.NEW),
        (TicketStatus.OPEN, "One more thing", TicketStatus.OPEN),
        (TicketStatus.WAITING, "Here is the invoice", TicketStatus.OPEN),
        (TicketStatus.WAITING, "Merci beaucoup !", TicketStatus.OPEN),
        (TicketStatus.HELD, "Where is it?", TicketStatus.HELD),
        (TicketStatus.RESOLVED, "It happened again", TicketStatus.OPEN),
        (TicketStatus.RESOLVED, "Merci beaucoup, bonne journée. Camille", TicketStatus.RESOLVED),
        (TicketStatus.CLOSED, "Tack så mycket!", TicketStatus.CLOSED),
        (TicketStatus.CLOSED, "Merci, mais elle est encore en panne", TicketStatus.OPEN),
        (TicketStatus.SPAM, "Buy", TicketStatus.SPAM),
    ],
)
def test_a_customers_words_make_the_case_ours_unless_they_only_thank(before, text, after):
    ticket = TicketFactory(status=before)

    message = add_customer_message(ticket=ticket, said=says(text))

    ticket.refresh_from_db()
    assert (ticket.status, message.kind, message.text) == (after, MessageKind.CUSTOMER, text)
    assert ticket.events.filter(kind=EventKind.CUSTOMER_WROTE).count() == 1


def test_a_robots_words_are_kept_and_change_nothing():
    ticket = TicketFactory(status=TicketStatus.WAITING)

    add_customer_message(ticket=ticket, said=says("I am on holiday", is_automatic=True))

    ticket.refresh_from_db()
    assert (ticket.status, ticket.messages.get().is_automatic) == (TicketStatus.WAITING, True)


def test_the_engineer_in_charge_hears_of_an_answer(engineer):
    ticket = TicketFactory(status=TicketStatus.WAITING, assignee=engineer)

    add_customer_message(ticket=ticket, said=says("Done"))

    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.deliveries.get().address) == ("tickets/staff_customer_wrote", engineer.email)


def test_nothing_said_is_refused_and_leaves_no_trace():
    ticket = TicketFactory(status=TicketStatus.WAITING)

    with pytest.raises(DomainError, match="write something"):
        add_customer_message(ticket=ticket, said=says(" \n\x00 "))

    ticket.refresh_from_db()
    assert (ticket.status, ticket.messages.count(), ticket.events.count()) == (TicketStatus.WAITING, 0, 0)


def test_an_answer_goes_to_the_customer_and_to_colleagues_in_copy(engineer):
    ticket = TicketFactory(status=TicketStatus.NEW)
    Participant.objects.create(ticket=ticket, email="bo@customer.example")

    message = answer_customer(ticket=ticket, answer=Answer("Switch it off <b>now</b>"), user=engineer)

    ticket.refresh_from_db()
    assert (ticket.status, ticket.assignee) == (TicketStatus.WAITING, engineer)
    mail = OutgoingMail.objects.get()
    assert message.outgoing == mail
    assert {(d.address, d.role) for d in mail.deliveries.all()} == {(ticket.email, "to"), ("bo@customer.example", "cc")}
    assert "Switch it off <b>now</b>" in mail.text
    assert "&lt;b&gt;now" in mail.html
    assert mail.is_automatic is False


def test_whoever_has_no_name_answers_as_the_brand_and_shows_no_address_of_theirs(engineer):
    engineer.name, ticket = "", TicketFactory()

    message = answer_customer(ticket=ticket, answer=Answer("Please restart it."), user=engineer)

    mail = message.outgoing
    assert (message.author_name, message.author_email, mail.sender_name) == ("", engineer.email, "Charge Amps Support")
    assert engineer.email not in mail.text + mail.html
    assert "--\nCharge Amps\n" in mail.text


def test_the_next_mail_answers_the_one_before(engineer):
    ticket = TicketFactory()
    first = answer_customer(ticket=ticket, answer=Answer("One"), user=engineer)

    second = answer_customer(ticket=ticket, answer=Answer("Two"), user=engineer)

    assert second.outgoing.in_reply_to == first.outgoing.message_id
    assert second.outgoing.references == first.outgoing.message_id


@pytest.mark.parametrize("then", [TicketStatus.WAITING, TicketStatus.RESOLVED, TicketStatus.OPEN])
def test_the_one_who_answers_says_whose_move_it_is(engineer, then):
    ticket = TicketFactory(status=TicketStatus.OPEN)

    answer_customer(ticket=ticket, answer=Answer("Text", then=then), user=engineer)

    assert Ticket.objects.get().status == then


def test_an_answer_in_a_case_with_an_open_return_leaves_it_held(engineer):
    ticket = TicketFactory(status=TicketStatus.HELD)

    answer_customer(ticket=ticket, answer=Answer("Text"), user=engineer)

    assert Ticket.objects.get().status == TicketStatus.HELD


def test_an_answer_that_has_not_seen_the_newest_message_is_refused(engineer):
    ticket = TicketFactory()
    seen = MessageFactory(ticket=ticket)
    MessageFactory(ticket=ticket, text="It smokes now!")

    with pytest.raises(DomainError, match="while you were writing"):
        answer_customer(ticket=ticket, answer=Answer("All is well", seen=seen.pk), user=engineer)

    assert OutgoingMail.objects.exists() is False


@pytest.mark.parametrize("status", [TicketStatus.SPAM])
def test_spam_is_not_answered(engineer, status):
    ticket = TicketFactory(status=status)

    with pytest.raises(DomainError, match="cannot be answered"):
        answer_customer(ticket=ticket, answer=Answer("Text"), user=engineer)

    assert ticket.messages.exists() is False


def test_a_state_that_cannot_be_reached_refuses_the_whole_answer(engineer):
    ticket = TicketFactory(status=TicketStatus.CLOSED)

    with pytest.raises(TransitionError):
        answer_customer(ticket=ticket, answer=Answer("Text", then=TicketStatus.RESOLVED), user=engineer)

    assert (ticket.messages.count(), OutgoingMail.objects.count()) == (0, 0)


def test_a_note_stays_inside(engineer):
    ticket = TicketFactory(status=TicketStatus.NEW)

    add_note(ticket=ticket, answer=Answer("He called twice"), user=engineer)

    ticket.refresh_from_db()
    assert (ticket.status, ticket.messages.get().kind) == (TicketStatus.NEW, MessageKind.NOTE)
    assert OutgoingMail.objects.exists() is False


def test_a_button_pressed_twice_says_a_thing_once(engineer):
    ticket = TicketFactory()
    seen = MessageFactory(ticket=ticket).pk

    for _press in range(2):
        add_customer_message(ticket=ticket, said=says("It blinks red"))
    for _press in range(2):
        add_note(ticket=ticket, answer=Answer(text="It blinks red"), user=engineer)
    for _press in range(2):
        answer_customer(ticket=ticket, answer=Answer(text="Switch it off"), user=engineer)
    with pytest.raises(DomainError):
        answer_customer(ticket=ticket, answer=Answer(text="Another answer", seen=seen), user=engineer)

    said = ticket.messages.exclude(pk=seen).order_by("pk").values_list("kind", "text")
    assert list(said) == [("customer", "It blinks red"), ("note", "It blinks red"), ("staff", "Switch it off")]
    assert OutgoingMail.objects.filter(kind="tickets/answer").count() == 1


def test_the_same_words_said_again_later_or_by_mail_are_kept():
    ticket = TicketFactory()
    first = add_customer_message(ticket=ticket, said=says("Any news?"))
    ticket.messages.filter(pk=first.pk).update(created_at=first.created_at - timedelta(minutes=10))

    second = add_customer_message(ticket=ticket, said=says("Any news?"))

    assert second.pk != first.pk
