"""What staff set on a case."""

import pytest

from accounts.actors import Actor
from common.errors import DomainError
from tests.factories import TicketFactory, TicketLineFactory, UnitFactory, UserFactory
from tickets.models import EventKind, Priority
from tickets.services.filing import Contact
from tickets.services.lines import UnitClaim, add_lines, correct_line
from tickets.services.participants import MOST_PARTICIPANTS, add_participant, remove_participant
from tickets.services.triage import assign_ticket, change_contact, set_priority, set_tags

pytestmark = pytest.mark.django_db
ANNA = Actor(name="Anna")


def test_assigning_leaves_one_event_and_repeating_it_none(engineer):
    ticket = TicketFactory()

    for _turn in range(2):
        assign_ticket(ticket=ticket, assignee=engineer, actor=ANNA)

    event = ticket.events.get()
    assert (event.kind, event.before, event.after, event.actor_name) == (EventKind.ASSIGNED, "", "Anna Berg", "Anna")


def test_a_case_is_not_assigned_to_somebody_who_left(engineer):
    engineer.is_active = False
    engineer.save()
    ticket = TicketFactory()

    for nobody in (engineer, UserFactory()):
        with pytest.raises(DomainError, match="active members of staff"):
            assign_ticket(ticket=ticket, assignee=nobody, actor=ANNA)

    assert ticket.events.exists() is False


def test_priority_and_tags_are_set_with_an_event_each():
    ticket = TicketFactory()

    set_priority(ticket=ticket, priority=Priority.HIGH, actor=ANNA)
    set_tags(ticket=ticket, names=["VIP ", "vip", "firmware 2.4"], actor=ANNA)
    set_tags(ticket=ticket, names=["vip", "firmware 2.4"], actor=ANNA)

    assert [tag.name for tag in ticket.tags.all()] == ["firmware 2.4", "vip"]
    assert [event.kind for event in ticket.events.order_by("pk")] == [EventKind.PRIORITY_CHANGED, EventKind.TAGGED]


def test_a_corrected_contact_is_found_and_the_old_one_stands_in_the_history():
    ticket = TicketFactory(name="Camile", email="camile@customer.example")
    contact = Contact(email="camille@customer.example", name="Camille", country="FR", language="fr")

    change_contact(ticket=ticket, contact=contact, actor=ANNA)

    ticket.refresh_from_db()
    assert (ticket.name, ticket.email) == ("Camille", "camille@customer.example")
    assert ticket.events.get().before == "Camile, camile@customer.example"


def test_a_unit_is_added_once():
    ticket = TicketFactory()
    line = TicketLineFactory(ticket=ticket)

    added = add_lines(ticket=ticket, claims=[UnitClaim(line.serial), UnitClaim("2512-999999 l")], actor=ANNA)

    assert [line.serial for line in added] == ["2512999999L"]
    with pytest.raises(DomainError, match="stands in the case already"):
        add_lines(ticket=ticket, claims=[UnitClaim("2512999999L")], actor=ANNA)
    assert ticket.lines.count() == 2


def test_a_misread_serial_is_corrected_and_takes_the_registrys_unit():
    line = TicketLineFactory()
    unit = UnitFactory()
    before = line.serial

    correct_line(line=line, claim=UnitClaim(unit.serial.lower()), actor=ANNA)

    line.refresh_from_db()
    assert (line.serial, line.unit, line.product) == (unit.serial, unit, unit.product)
    event = line.ticket.events.get()
    assert (event.kind, event.before, event.after) == (EventKind.LINE_CHANGED, before, unit.serial)


def test_a_colleague_is_added_once_and_removed():
    ticket = TicketFactory()

    colleague = add_participant(ticket=ticket, email="Bo@Customer.example ", actor=ANNA)
    for address in ("bo@customer.example", ticket.email.upper()):
        with pytest.raises(DomainError, match="already"):
            add_participant(ticket=ticket, email=address, actor=ANNA)
    remove_participant(participant=colleague, actor=ANNA)

    assert ticket.participants.exists() is False
    assert ticket.events.count() == 2


def test_a_colleague_whom_two_people_remove_is_removed_once():
    ticket = TicketFactory()
    colleague = add_participant(ticket=ticket, email="bo@customer.example", actor=ANNA)
    same = ticket.participants.get()
    remove_participant(participant=colleague, actor=ANNA)

    with pytest.raises(DomainError, match="no copies any more"):
        remove_participant(participant=same, actor=ANNA)

    assert ticket.events.filter(kind=EventKind.PARTICIPANT_REMOVED).count() == 1


def test_ten_colleagues_are_enough():
    ticket = TicketFactory()
    for turn in range(MOST_PARTICIPANTS):
        add_participant(ticket=ticket, email=f"c{turn}@customer.example", actor=ANNA)

    with pytest.raises(DomainError, match="At most ten"):
        add_participant(ticket=ticket, email="one.more@customer.example", actor=ANNA)
