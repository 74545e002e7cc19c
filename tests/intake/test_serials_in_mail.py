"""Serials in mails: in their words and in the names of their files, never in what a robot says."""

import pytest

from tests.factories import ProductFactory, TicketFactory, TicketLineFactory
from tests.intake.mails import CUSTOMER, mail, take_in, with_files
from tests.plates import code, plate
from tickets.models import SerialRequest, Ticket
from tickets.periodic import read_plate_photos
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db


def serials_of(ticket: Ticket) -> list[str]:
    return [line.serial for line in ticket.lines.all()]


def photo(*serials: str, name: str = "photo.jpg") -> tuple[str, bytes, str]:
    return (name, plate(*(code(serial) for serial in serials), size=(900, 600)), "image/jpeg")


def test_a_mail_without_serial_is_answered_with_the_question_and_waits():
    take_in(mail("La borne ne charge plus."))

    ticket = Ticket.objects.get()
    assert (ticket.status, SerialRequest.objects.get().ticket) == (TicketStatus.WAITING, ticket)


def test_a_mail_that_speaks_of_danger_is_not_asked():
    take_in(mail("There is smoke coming out of it"))

    assert (Ticket.objects.get().status, SerialRequest.objects.exists()) == (TicketStatus.NEW, False)


def test_a_robots_report_is_not_asked():
    take_in(mail("Alarm", auto_submitted="auto-generated"))

    assert SerialRequest.objects.exists() is False


def test_the_name_of_a_file_tells_the_serial_and_its_letter_the_product():
    halo = ProductFactory(code="HALO")

    take_in(with_files(photo(name="IMG_2512004713h.jpg")))

    line = Ticket.objects.get().lines.get()
    assert (line.serial, line.product) == ("2512004713H", halo)
    assert SerialRequest.objects.exists() is False


def test_the_code_on_an_enclosed_photo_tells_it():
    take_in(with_files(photo("2512004713H")))

    read_plate_photos()

    ticket = Ticket.objects.get()
    assert (serials_of(ticket), ticket.status) == (["2512004713H"], TicketStatus.NEW)


def test_a_photo_without_code_is_asked_about_once_it_was_looked_at():
    take_in(with_files(photo()))
    before = SerialRequest.objects.exists()

    read_plate_photos()

    assert (before, SerialRequest.objects.count(), Ticket.objects.get().status) == (False, 1, TicketStatus.WAITING)


def test_an_answer_by_mail_completes_the_line_and_the_case_is_ours():
    ticket = TicketFactory(email=CUSTOMER, status=TicketStatus.WAITING)
    TicketLineFactory(ticket=ticket, unit=None, serial="", product=None)

    take_in(mail("2512-004713 h\n\n> we need 2512009999H", subject=f"Re: [RMA {ticket.pretty_number}]"))

    ticket.refresh_from_db()
    assert (serials_of(ticket), ticket.status) == (["2512004713H"], TicketStatus.OPEN)


def test_ten_digits_and_a_letter_in_a_subject_lead_to_no_case():
    ticket = TicketFactory(email=CUSTOMER)

    take_in(mail("It is broken", subject=f"Charger {ticket.number} H"))

    fresh = Ticket.objects.exclude(pk=ticket.pk).get()
    assert (serials_of(fresh), fresh.mentions) == ([f"{ticket.number}H"], "")
    assert ticket.messages.exists() is False
