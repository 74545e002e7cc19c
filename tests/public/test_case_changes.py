"""What the customer changes in their case: solved, one more unit, a colleague, no more links."""

import pytest

from accounts.actors import Actor
from tests.factories import TicketFactory, UnitFactory
from tests.public.reporting import text_of
from tickets.models import EventKind, Participant
from tickets.services.merging import merge_tickets
from tickets.services.status import hold_for_return
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db


def test_closes_the_case_as_solved(client, case, address):
    response = client.post(f"{address}solved/")

    case.refresh_from_db()
    assert response.status_code == 303
    assert case.status == TicketStatus.RESOLVED
    text = text_of(client.get(address))
    assert "Solved" in text
    assert "The problem is solved" not in text


def test_a_case_under_return_is_not_closed_from_outside(client, case, address, engineer):
    hold_for_return(ticket=case, actor=Actor.staff(engineer))

    response = client.post(f"{address}solved/")

    case.refresh_from_db()
    assert case.status == TicketStatus.HELD
    assert "Cannot go from" in text_of(client.get(response["Location"]))


def test_adds_a_unit(client, case, address, products):
    UnitFactory(serial="2512004713H")

    response = client.post(f"{address}serial/", {"serial": "sn 2512 004713 h"})

    line = case.lines.get()
    assert response.status_code == 303
    assert (line.serial, line.product.code, line.unit is not None) == ("2512004713H", "HALO", True)
    assert "2512004713H is part of the case now." in text_of(client.get(address))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Please enter the serial number."),
        ({"serial": "2512004713H"}, "stands in the case already"),
        ({"serial": "x" * 101}, "at most 100 characters"),
        ({"serial": "2512004714H", "product": "TESLA"}, "not one of the available choices"),
    ],
)
def test_refuses_a_unit_beside_its_field(client, case, address, fields, sentence):
    case.lines.create(position=1, serial="2512004713H")

    response = client.post(f"{address}serial/", fields)

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert case.lines.count() == 1


def test_adds_a_colleague_and_takes_them_out_again(client, case, address):
    added = client.post(f"{address}colleague/", {"email": "Jean.Petit@Customer.example ", "name": "Jean"})
    jean = case.participants.get()
    removed = client.post(f"{address}colleague/", {"remove": jean.pk})

    assert (added.status_code, removed.status_code) == (303, 303)
    assert (jean.email, jean.name) == ("jean.petit@customer.example", "Jean")
    assert case.participants.exists() is False
    assert [e.kind for e in case.events.order_by("id")] == [EventKind.PARTICIPANT_ADDED, EventKind.PARTICIPANT_REMOVED]


@pytest.mark.parametrize(
    ("email", "sentence"),
    [("", "Please give"), ("nobody", "not a whole e-mail address"), ("CAMILLE@customer.example", "gets the mails")],
)
def test_refuses_a_colleague_beside_the_field(client, case, address, email, sentence):
    response = client.post(f"{address}colleague/", {"email": email})

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert case.participants.exists() is False


@pytest.mark.parametrize("remove", ["0", "x", "-1", "9" * 40, "٣"])
def test_nobody_is_removed_from_another_case(client, case, address, remove):
    foreign = Participant.objects.create(ticket=TicketFactory(), email="eve@elsewhere.example")

    for key in (remove, foreign.pk):
        assert client.post(f"{address}colleague/", {"remove": key}).status_code == 303

    assert Participant.objects.count() == 1


def test_changing_the_language_after_a_refusal_leads_back_to_the_case(client, case, address):
    for place in ("serial", "colleague"):
        html = client.post(f"{address}{place}/").content.decode()
        assert f'name="next" value="{address}"' in html


def test_cancels_all_links_this_one_included(client, case, address):
    response = client.post(f"{address}cancel-links/")

    assert response.status_code == 303
    assert client.get(response["Location"]).status_code == 410
    assert case.events.get().kind == EventKind.LINKS_CANCELLED


def test_cancels_the_links_of_a_merged_case_too(client, case, address, engineer):
    merge_tickets(source=case, target=TicketFactory(), actor=Actor.staff(engineer))

    client.post(f"{address}cancel-links/")

    assert client.get(address).status_code == 410
