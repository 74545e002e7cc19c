"""Serials that the words and files of a report tell beside its fields."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.files.samples import film
from tests.plates import code, plate
from tests.public.reporting import report, ticket_at
from tickets.models import SerialRequest, Ticket
from tickets.periodic import read_plate_photos
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db


def lines_of(ticket: Ticket) -> list[tuple[str, str]]:
    lines = ticket.lines.select_related("product")
    return [(line.serial, line.product.code if line.product else "") for line in lines]


def file(name: str, *serials: str) -> SimpleUploadedFile:
    content = plate(*(code(serial) for serial in serials), size=(900, 600))
    return SimpleUploadedFile(name, content, "image/jpeg")


def test_a_serial_in_the_description_stands_in_the_empty_field(client, products):
    said = {"units-0-serial": "", "description": "It is the 2512-004713 h in the garage", "photos": file("a.jpg")}

    ticket = ticket_at(report(client, **said))

    assert lines_of(ticket) == [("2512004713H", "HALO")]


def test_another_serial_in_the_description_is_one_more_unit_and_the_same_one_is_not(client, products):
    ticket = ticket_at(report(client, description="2512004713H is dead and 2512004714A too"))

    assert lines_of(ticket) == [("2512004713H", "HALO"), ("2512004714A", "AURA")]


def test_the_name_of_a_photo_tells_it(client, products):
    ticket = ticket_at(report(client, **{"units-0-serial": "", "photos": file("plate-2512004713H.jpg")}))

    assert lines_of(ticket) == [("2512004713H", "HALO")]


def test_what_is_said_finds_the_row_of_its_product(client, products):
    rows = {"units-0-serial": "", "units-0-product": "AURA", "units-1-serial": "", "units-1-product": "HALO"}
    said = {**rows, "units-TOTAL_FORMS": "2", "description": "HALO is 2512004713H", "photos": file("a.jpg")}

    ticket = ticket_at(report(client, **said))

    assert lines_of(ticket) == [("", "AURA"), ("2512004713H", "HALO")]


def test_a_serial_of_another_product_is_one_more_unit_and_no_guess(client, products):
    said = {"units-0-serial": "", "units-0-product": "AURA", "photos": file("a.jpg")}

    ticket = ticket_at(report(client, **said, description="My other one, 2512004713H, works"))

    assert lines_of(ticket) == [("", "AURA"), ("2512004713H", "HALO")]


def test_words_add_no_more_units_than_a_report_holds(client, products):
    ticket = ticket_at(report(client, description=" ".join(f"2512{n:06}A" for n in range(80))))

    assert ticket.lines.count() == 50


def test_the_code_on_the_photo_completes_the_report_and_nothing_is_asked(client, products):
    ticket = ticket_at(report(client, **{"units-0-serial": "", "photos": file("a.jpg", "2512004713H")}))

    read_plate_photos()

    ticket.refresh_from_db()
    assert (lines_of(ticket), ticket.status) == ([("2512004713H", "HALO")], TicketStatus.NEW)
    assert SerialRequest.objects.exists() is False


def test_a_film_of_the_plate_is_no_photo_and_the_serial_is_asked_for_at_once(client, products):
    sent = {"units-0-serial": "", "photos": SimpleUploadedFile("plate.mp4", film(), "video/mp4")}

    ticket = ticket_at(report(client, **sent))

    assert (ticket.status, SerialRequest.objects.get().line) == (TicketStatus.WAITING, ticket.lines.get())


def test_on_the_page_of_the_case_a_message_completes_the_line_too(client, case, address, products):
    case.lines.create(position=1, serial="")

    client.post(address, {"message": "I found it: 2512 004713 H"})

    assert lines_of(case) == [("2512004713H", "HALO")]


def test_on_the_page_of_the_case_the_field_completes_the_line_first(client, case, address, products):
    case.lines.create(position=1, serial="")

    client.post(f"{address}serial/", {"serial": "2512004713H"})
    client.post(f"{address}serial/", {"serial": "2512004714A"})

    assert lines_of(case) == [("2512004713H", "HALO"), ("2512004714A", "AURA")]
