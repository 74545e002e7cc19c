"""A report becomes a case with its number, whichever way it comes."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from django.db import connection

from accounts.models import NewCaseMail
from mail.models import Delivery, OutgoingMail
from tests.factories import UnitFactory
from tickets.emails import AUTOMATIC_PER_HOUR
from tickets.models import EventKind, Priority, Source, Ticket
from tickets.services.filing import Contact, Filing, Words, file_case
from tickets.services.lines import UnitClaim
from tickets.states import TicketStatus

CAMILLE = Contact(email="camille@customer.example", name="Camille Durand", country="FR", language="fr")
REPORT = Filing(
    source=Source.FORM,
    contact=CAMILLE,
    words=Words("La borne ne charge plus."),
    symptom="no_charge",
    units=[UnitClaim("2512-004713 h")],
)


@pytest.mark.django_db
def test_gives_a_number_and_owes_the_reporter_one_mail():
    unit = UnitFactory(serial="2512004713H")

    ticket = file_case(REPORT)

    assert (ticket.status, ticket.priority, ticket.is_safety) == (TicketStatus.NEW, Priority.NORMAL, False)
    line = ticket.lines.get()
    assert (line.serial, line.serial_as_written, line.unit, line.product) == (
        "2512004713H",
        "2512-004713 h",
        unit,
        unit.product,
    )
    assert ticket.messages.get().text == "La borne ne charge plus."
    assert [event.kind for event in ticket.events.all()] == [EventKind.FILED]
    mail = OutgoingMail.objects.get()
    assert ticket.pretty_number in mail.subject
    assert [delivery.address for delivery in mail.deliveries.all()] == ["camille@customer.example"]


@pytest.mark.django_db
def test_the_acknowledgement_repeats_nothing_that_the_reporter_wrote():
    file_case(
        replace(REPORT, contact=replace(CAMILLE, name="Buy pills"), words=Words("at pills.example"), subject="Win")
    )

    mail = OutgoingMail.objects.get()
    assert not any(word in mail.text + mail.html + mail.subject for word in ("pills", "Win"))
    assert "/support/" not in mail.text  # the link is filled in when the mail leaves


@pytest.mark.django_db
def test_the_same_serial_twice_is_one_line_and_two_unreadable_plates_are_two():
    ticket = file_case(
        replace(REPORT, units=[UnitClaim("2512004713H"), UnitClaim("2512 004713 H"), UnitClaim(""), UnitClaim("")])
    )

    assert [line.serial for line in ticket.lines.all()] == ["2512004713H", "", ""]


@pytest.mark.django_db
@pytest.mark.parametrize("symptom", ["burnt_or_smoke", "shock", "water"])
def test_danger_goes_to_the_top_and_to_every_engineer_at_once(symptom, engineer, technician):
    ticket = file_case(replace(REPORT, symptom=symptom))

    assert (ticket.is_safety, ticket.priority) == (True, Priority.URGENT)
    mail = OutgoingMail.objects.get(kind="tickets/staff_new_case")
    assert [delivery.address for delivery in mail.deliveries.all()] == [engineer.email]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wish", "language", "mails"),
    [
        (NewCaseMail.SAFETY, "fr", 0),
        (NewCaseMail.MY_LANGUAGE, "sv", 0),
        (NewCaseMail.MY_LANGUAGE, "fr", 1),
        (NewCaseMail.ALL, "sv", 1),
    ],
)
def test_staff_hear_of_other_new_cases_as_they_choose(engineer, wish, language, mails):
    engineer.new_case_mail, engineer.language = wish, language
    engineer.save()

    file_case(REPORT)

    assert OutgoingMail.objects.filter(kind="tickets/staff_new_case").count() == mails


@pytest.mark.django_db
def test_no_address_gets_more_than_its_hourly_share_of_automatic_mail():
    for _turn in range(AUTOMATIC_PER_HOUR + 2):
        file_case(REPORT)

    assert Ticket.objects.count() == AUTOMATIC_PER_HOUR + 2
    assert Delivery.objects.count() == AUTOMATIC_PER_HOUR


@pytest.mark.django_db
def test_a_robot_gets_a_case_and_no_answer():
    file_case(replace(REPORT, is_automatic=True))

    assert OutgoingMail.objects.exists() is False


@pytest.mark.django_db
def test_the_same_form_sent_twice_is_one_case():
    submission = uuid.uuid4()

    first = file_case(replace(REPORT, submission=submission))
    second = file_case(replace(REPORT, submission=submission, words=Words("changed")))

    assert first == second
    assert (Ticket.objects.count(), OutgoingMail.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_eight_times_at_once_is_one_case():
    report = replace(REPORT, submission=uuid.uuid4())

    def file(_turn: int) -> str:
        try:
            return file_case(report).number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as threads:
        numbers = set(threads.map(file, range(8)))

    assert len(numbers) == 1
    assert (Ticket.objects.count(), OutgoingMail.objects.count()) == (1, 1)


@pytest.mark.django_db
def test_is_filed_in_few_statements(django_assert_max_num_queries):
    with django_assert_max_num_queries(16):
        file_case(REPORT)
