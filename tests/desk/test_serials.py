"""At the desk a missing serial is asked for, and a misread one is set right at a click."""

import pytest

from accounts.actors import Actor
from mail.models import OutgoingMail
from tests.desk.conftest import at_desk
from tests.desk.pages import case_of, post_to, text_of
from tests.factories import TicketFactory, TicketLineFactory, UnitFactory
from tickets.models import EventKind, SerialRequest, TicketLine
from tickets.services.merging import merge_tickets

pytestmark = pytest.mark.django_db


def line_of(**fields: object) -> TicketLine:
    return TicketLineFactory(**{"unit": None, "serial": "", "product": None, **fields})


def test_asks_for_the_serial_of_a_unit_at_a_click(desk):
    line = line_of()
    assert "Ask for the serial number" in text_of(desk.get(case_of(line.ticket)))

    response = desk.post(post_to(line.ticket, "ask-serial"), {"line": line.pk}, follow=True)

    line.ticket.refresh_from_db()
    page = text_of(response)
    assert f"The question for the serial number goes to {line.ticket.email}" in page
    assert "Ask for the serial number again" in page
    assert (line.ticket.status, SerialRequest.objects.get().line) == ("waiting", line)
    assert OutgoingMail.objects.get().kind == "tickets/serial_wanted"
    assert "Serial number asked for" in page


def test_asks_for_the_first_unit_of_a_case_that_has_none(desk):
    ticket = TicketFactory()
    assert "Ask for the serial number" in text_of(desk.get(case_of(ticket)))

    desk.post(post_to(ticket, "ask-serial"))

    assert SerialRequest.objects.get().line is None


def test_is_not_offered_where_the_unit_is_known_nor_to_those_who_only_read(desk, technician):
    known, unknown = TicketLineFactory(), line_of()

    assert "Ask for the serial number" not in text_of(desk.get(case_of(known.ticket)))
    assert "Ask for the serial number" not in text_of(at_desk(technician).get(case_of(unknown.ticket)))
    assert at_desk(technician).post(post_to(unknown.ticket, "ask-serial"), {"line": unknown.pk}).status_code == 403
    assert SerialRequest.objects.exists() is False


@pytest.mark.parametrize("given", [{"line": "x"}, {"line": "-1"}, {"line": "9" * 30}, {"line": "999999"}])
def test_refuses_a_unit_that_is_not_there(desk, given):
    line = line_of()

    assert desk.post(post_to(line.ticket, "ask-serial"), given).status_code == 422
    assert SerialRequest.objects.exists() is False


def test_the_unit_of_another_case_is_not_there_either(desk):
    line, other = line_of(), TicketFactory()

    assert desk.post(post_to(other, "ask-serial"), {"line": line.pk}).status_code == 422
    assert SerialRequest.objects.exists() is False


def test_says_beside_the_button_why_nobody_was_asked(desk):
    line = line_of(ticket__email="")
    line_of(ticket=line.ticket)

    response = desk.post(post_to(line.ticket, "ask-serial"), {"line": line.pk})

    assert response.status_code == 422
    assert text_of(response).count("This case has no e-mail address to ask.") == 1


def test_nothing_is_asked_in_a_case_that_was_merged(desk, engineer):
    line = line_of()
    merge_tickets(source=line.ticket, target=TicketFactory(), actor=Actor.staff(engineer))

    assert desk.post(post_to(line.ticket, "ask-serial"), {"line": line.pk}).status_code == 422
    assert SerialRequest.objects.exists() is False


@pytest.mark.parametrize("misread", ["2512004731H", "2512004718H", "251200471H", "25120047133H"])
def test_near_serials_of_the_registry_are_one_click_away(desk, misread):
    unit = UnitFactory(serial="2512004713H")
    UnitFactory(serial="2399999999A")
    line = line_of(serial=misread)

    page = text_of(desk.get(case_of(line.ticket)))

    assert 'name="serial" value="2512004713H"' in page
    assert "2399999999A" not in page
    desk.post(post_to(line.ticket, "correct-unit"), {"line": line.pk, "serial": "2512004713H"})
    line.refresh_from_db()
    assert (line.serial, line.unit) == ("2512004713H", unit)
    changed = line.ticket.events.get(kind=EventKind.LINE_CHANGED)
    assert (changed.before, changed.after) == (misread, "2512004713H")


def test_a_page_full_of_unknown_serials_asks_the_registry_for_a_few_of_them(desk, django_assert_max_num_queries):
    ticket = TicketFactory()
    for number in range(25):
        line_of(ticket=ticket, serial=f"2512{number:06}H", position=number + 1)
    desk.get(case_of(ticket))

    with django_assert_max_num_queries(45):
        assert desk.get(case_of(ticket)).status_code == 200


def test_what_is_certain_of_a_photo_and_what_is_not_stands_in_the_history(desk):
    ticket = TicketFactory()
    ticket.events.create(
        kind=EventKind.SERIAL_READ, after="2512004713H", reason="It is not certain.", created_at=ticket.created_at
    )

    page = text_of(desk.get(case_of(ticket)))

    assert "Serial number read from a photo" in page
    assert "2512004713H" in page
