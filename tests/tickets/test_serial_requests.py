"""A missing serial is asked for; the case waits for the customer until it has come, whichever way."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from accounts.actors import Actor
from common.errors import DomainError
from mail.models import OutgoingMail
from tests.factories import MessageFactory, TicketFactory, TicketLineFactory, UnitFactory
from tickets.emails import AUTOMATIC_PER_CASE_AND_DAY, AUTOMATIC_PER_HOUR
from tickets.models import EventKind, SerialRequest, Source, Ticket, TicketLine
from tickets.serial_links import find_request, is_open, secret_of
from tickets.services.conversation import Answer, CustomerWords, add_customer_message, answer_customer
from tickets.services.filing import Contact, Filing, Words, file_case
from tickets.services.lines import UnitClaim, add_lines, correct_line
from tickets.services.links import cancel_links
from tickets.services.merging import merge_tickets
from tickets.services.serial_answers import name_unit
from tickets.services.serial_requests import ask_for_serial
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db

CAMILLE = Contact(email="camille@customer.example", name="Camille Durand", country="FR", language="fr")
REPORT = Filing(source=Source.MAIL, contact=CAMILLE, words=Words("La borne ne charge plus."), symptom="no_charge")


def blank_line(**fields: object) -> TicketLine:
    return TicketLineFactory(unit=None, serial="", product=None, **fields)


def kinds(ticket: Ticket) -> list[str]:
    return list(ticket.events.order_by("id").values_list("kind", flat=True))


def test_a_report_without_serial_asks_for_it_in_the_one_mail_with_its_number_and_waits():
    ticket = file_case(REPORT)

    request = SerialRequest.objects.get()
    mail = OutgoingMail.objects.get()
    assert (ticket.status, request.ticket, request.line, request.answered_at) == ("waiting", ticket, None, None)
    assert mail.kind == "tickets/number_assigned"
    assert ["serial", request.nonce, "/support/serial/{secret}/"] in mail.links.values()
    assert kinds(ticket) == [EventKind.FILED, EventKind.SERIAL_ASKED, EventKind.STATUS_CHANGED]


def test_what_chose_a_product_without_a_serial_is_asked_for_that_line():
    ticket = file_case(replace(REPORT, units=[UnitClaim()]))

    assert SerialRequest.objects.get().line == ticket.lines.get()


@pytest.mark.parametrize(
    "filing",
    [
        replace(REPORT, units=[UnitClaim("2512004713H")]),
        replace(REPORT, symptom="shock"),
        replace(REPORT, is_safety=True),
        replace(REPORT, is_spam=True),
        replace(REPORT, is_automatic=True),
        replace(REPORT, source=Source.PHONE),
        replace(REPORT, contact=replace(CAMILLE, email="")),
    ],
    ids=["has one", "danger", "danger in words", "spam", "robot", "phone", "no address"],
)
def test_others_are_not_asked(filing):
    ticket = file_case(filing)

    assert SerialRequest.objects.exists() is False
    assert ticket.status == (TicketStatus.SPAM if filing.is_spam else TicketStatus.NEW)
    assert not any("serial" in str(mail.links) for mail in OutgoingMail.objects.all())


def test_what_follows_a_closed_case_is_not_asked_as_the_serial_stands_there():
    ticket = file_case(replace(REPORT, follows=TicketFactory()))

    assert (ticket.status, SerialRequest.objects.exists()) == (TicketStatus.NEW, False)


def test_nobody_waits_for_an_answer_to_a_mail_that_does_not_leave():
    for _turn in range(AUTOMATIC_PER_HOUR):
        file_case(REPORT)

    ticket = file_case(REPORT)

    assert (ticket.status, ticket.serial_requests.exists()) == (TicketStatus.NEW, False)


def test_staff_ask_for_the_serial_of_a_unit_and_the_case_waits(engineer):
    line = blank_line()

    request = ask_for_serial(ticket=line.ticket, line=line, actor=Actor.staff(engineer))

    line.ticket.refresh_from_db()
    mail = OutgoingMail.objects.get()
    assert (line.ticket.status, line.ticket.waiting_since) == ("waiting", request.asked_at)
    assert (mail.kind, mail.deliveries.get().address) == ("tickets/serial_wanted", line.ticket.email)
    assert ["serial", request.nonce, "/support/serial/{secret}/"] in mail.links.values()
    asked = line.ticket.events.get(kind=EventKind.SERIAL_ASKED)
    assert asked.actor == engineer


def test_asking_again_is_the_same_question_with_a_link_that_lasts_anew(engineer):
    line, by = blank_line(), Actor.staff(engineer)
    first = ask_for_serial(ticket=line.ticket, line=line, actor=by)

    with time_machine.travel(timezone.now() + timedelta(days=30)):
        again = ask_for_serial(ticket=line.ticket, line=line, actor=by)

    assert (again.pk, again.nonce) == (first.pk, first.nonce)
    assert again.expires_at - first.expires_at > timedelta(days=29)
    assert OutgoingMail.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_asked_by_four_at_once_there_is_one_question(engineer):
    line = blank_line()

    def ask(_turn: int) -> int:
        try:
            return ask_for_serial(ticket=line.ticket, line=line, actor=Actor.staff(engineer)).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        asked = set(threads.map(ask, range(4)))

    assert len(asked) == SerialRequest.objects.count() == 1


def test_refuses_to_ask_more_often_than_automatic_mail_may_go(engineer):
    line, by = blank_line(), Actor.staff(engineer)
    for _turn in range(AUTOMATIC_PER_CASE_AND_DAY):
        ask_for_serial(ticket=line.ticket, line=line, actor=by)

    with pytest.raises(DomainError, match="too many automatic mails"):
        ask_for_serial(ticket=line.ticket, line=line, actor=by)

    assert OutgoingMail.objects.count() == AUTOMATIC_PER_CASE_AND_DAY


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [({"email": ""}, "no e-mail address"), ({"status": TicketStatus.SPAM}, "spam")],
)
def test_refuses_to_ask_where_nobody_can_answer(engineer, fields, sentence):
    ticket = TicketFactory(**fields)

    with pytest.raises(DomainError, match=sentence):
        ask_for_serial(ticket=ticket, line=None, actor=Actor.staff(engineer))

    assert (SerialRequest.objects.exists(), OutgoingMail.objects.exists()) == (False, False)


def test_refuses_to_ask_for_what_is_known_and_for_nothing_in_particular(engineer):
    known, by = TicketLineFactory(), Actor.staff(engineer)

    for line, sentence in ((known, "is known"), (None, "choose the unit")):
        with pytest.raises(DomainError, match=sentence):
            ask_for_serial(ticket=known.ticket, line=line, actor=by)

    assert SerialRequest.objects.exists() is False


def test_a_case_under_return_stays_held_while_it_is_asked(engineer):
    line = blank_line(ticket__status=TicketStatus.HELD)

    ask_for_serial(ticket=line.ticket, line=line, actor=Actor.staff(engineer))

    line.ticket.refresh_from_db()
    assert line.ticket.status == TicketStatus.HELD


@pytest.mark.parametrize("text", ["It is 2512-004713 h", "See 2512004713H.\n\n> old"])
def test_an_answer_with_the_serial_completes_the_line_and_answers_the_question(text):
    unit = UnitFactory(serial="2512004713H")
    ticket = file_case(replace(REPORT, units=[UnitClaim()]))

    add_customer_message(ticket=ticket, said=CustomerWords(Words(text), name="Camille", email=ticket.email))

    ticket.refresh_from_db()
    line = ticket.lines.get()
    assert (line.serial, line.unit, line.claim.unit, ticket.status) == ("2512004713H", unit, unit, "open")
    assert SerialRequest.objects.get().answered_at is not None


def test_an_answer_names_the_first_unit_of_a_case_that_has_none():
    ticket = file_case(REPORT)

    add_customer_message(ticket=ticket, said=CustomerWords(Words("2512004713H"), name="Camille"))

    assert [line.serial for line in ticket.lines.all()] == ["2512004713H"]
    assert SerialRequest.objects.get().answered_at is not None


def test_a_robots_answer_names_nothing():
    ticket = file_case(REPORT)

    add_customer_message(
        ticket=ticket, said=CustomerWords(Words("Out of office 2512004713H"), name="C", is_automatic=True)
    )

    ticket.refresh_from_db()
    assert (ticket.lines.count(), ticket.status) == (0, TicketStatus.WAITING)


def test_more_serials_than_units_that_lack_one_are_added_and_none_is_guessed():
    ticket = file_case(replace(REPORT, units=[UnitClaim()]))

    add_customer_message(ticket=ticket, said=CustomerWords(Words("2512004713H or 2512004714H"), name="Camille"))

    assert [line.serial for line in ticket.lines.all()] == ["", "2512004713H", "2512004714H"]
    assert SerialRequest.objects.get().answered_at is None


def test_a_serial_that_stands_in_the_case_already_costs_no_message():
    line = TicketLineFactory()

    add_customer_message(ticket=line.ticket, said=CustomerWords(Words(f"As I said: {line.serial}"), name="Camille"))

    assert (line.ticket.lines.count(), line.ticket.messages.count()) == (1, 1)


def test_given_on_the_case_page_it_completes_the_line_and_hands_the_case_back():
    ticket = file_case(replace(REPORT, units=[UnitClaim()]))

    name_unit(ticket=ticket, unit=UnitClaim("2512004713H"), actor=Actor(name="Camille"))

    ticket.refresh_from_db()
    assert ([line.serial for line in ticket.lines.all()], ticket.status) == (["2512004713H"], "open")


def test_corrected_at_the_desk_the_question_is_answered_and_the_case_is_ours(engineer):
    line, by = blank_line(), Actor.staff(engineer)
    ask_for_serial(ticket=line.ticket, line=line, actor=by)

    correct_line(line=line, claim=UnitClaim("2512004713H"), actor=by)

    line.ticket.refresh_from_db()
    assert (line.ticket.status, SerialRequest.objects.get().answered_at is None) == (TicketStatus.OPEN, False)


def test_added_at_the_desk_to_a_case_without_unit_it_is_answered_too(engineer):
    ticket = file_case(REPORT)

    add_lines(ticket=ticket, claims=[UnitClaim("2512004713H")], actor=Actor.staff(engineer))

    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.OPEN


def test_a_case_that_waits_for_something_else_too_goes_on_waiting(engineer):
    line, by = blank_line(), Actor.staff(engineer)
    ask_for_serial(ticket=line.ticket, line=line, actor=by)
    answer_customer(ticket=line.ticket, answer=Answer("Which light shows?"), user=engineer)

    correct_line(line=line, claim=UnitClaim("2512004713H"), actor=by)

    line.ticket.refresh_from_db()
    assert line.ticket.status == TicketStatus.WAITING


def test_with_two_questions_open_the_case_waits_for_both(engineer):
    first, by = blank_line(), Actor.staff(engineer)
    second = blank_line(ticket=first.ticket)
    for line in (first, second):
        ask_for_serial(ticket=line.ticket, line=line, actor=by)

    correct_line(line=first, claim=UnitClaim("2512004713H"), actor=by)

    first.ticket.refresh_from_db()
    assert first.ticket.status == TicketStatus.WAITING
    correct_line(line=second, claim=UnitClaim("2512004714H"), actor=by)
    first.ticket.refresh_from_db()
    assert first.ticket.status == TicketStatus.OPEN


def test_cancelled_links_open_nothing_and_the_question_can_be_asked_anew(engineer):
    line, by = blank_line(), Actor.staff(engineer)
    old = secret_of(ask_for_serial(ticket=line.ticket, line=line, actor=by))

    cancel_links(ticket=line.ticket, actor=by)

    assert find_request(old) is None
    fresh = ask_for_serial(ticket=line.ticket, line=line, actor=by)
    assert (SerialRequest.objects.count(), secret_of(fresh) == old) == (1, False)


def test_what_was_asked_in_a_case_that_was_merged_is_asked_no_more(engineer):
    line, by = blank_line(), Actor.staff(engineer)
    request = ask_for_serial(ticket=line.ticket, line=line, actor=by)
    target = MessageFactory().ticket

    merge_tickets(source=line.ticket, target=target, actor=by)

    found = find_request(secret_of(request))
    assert found is not None
    assert is_open(found, at=timezone.now()) is False
    moved = target.lines.get()
    assert ask_for_serial(ticket=target, line=moved, actor=by).pk != request.pk


def test_the_time_the_customer_takes_is_not_ours():
    asked_at = timezone.now() - timedelta(days=9)
    with time_machine.travel(asked_at, tick=False):
        ticket = file_case(REPORT)

    add_customer_message(ticket=ticket, said=CustomerWords(Words("2512004713H"), name="Camille"))

    ticket.refresh_from_db()
    assert timezone.now() - ticket.waiting_since < timedelta(minutes=1)
