"""One unit or many in one report."""

import pytest

from tests.factories import UnitFactory
from tests.public.reporting import FORM, filled_in, report, text_of, ticket_at
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def rows(count: int) -> dict[str, str]:
    return {f"units-{n}-serial": f"2512{n:06}H" for n in range(count)} | {"units-TOTAL_FORMS": str(count)}


def test_takes_several_units_each_once(client, products):
    several = rows(3) | {"units-1-product": "AURA", "units-2-serial": "2512 000000 h"}

    ticket = ticket_at(report(client, **several))

    lines = [(line.serial, line.product.code) for line in ticket.lines.select_related("product")]
    assert lines == [("2512000000H", "HALO"), ("2512000001H", "AURA")]


def test_takes_fifty_units_but_not_fifty_one(client):
    full, over = report(client, **rows(50)), report(client, **rows(51))

    assert ticket_at(full).lines.count() == 50
    assert over.status_code == 422
    assert "at most 50" in text_of(over)
    assert 'value="2512000049H"' in over.content.decode()
    assert Ticket.objects.count() == 1


def test_ignores_rows_left_empty_and_rows_taken_away(client):
    gaps = {"units-TOTAL_FORMS": "4", "units-1-serial": "", "units-3-serial": "2512004714H"}

    ticket = ticket_at(report(client, **gaps))

    assert [line.serial for line in ticket.lines.all()] == ["2512004713H", "2512004714H"]


def test_an_unknown_serial_is_no_wall(client):
    ticket = ticket_at(report(client, **{"units-0-serial": "no idea / 77"}))

    assert (ticket.lines.get().serial, ticket.lines.get().unit) == ("NOIDEA77", None)


def test_asks_for_a_photo_where_there_is_no_serial(client, products):
    nothing = report(client, **{"units-0-serial": ""})
    product_only = report(client, **{"units-0-serial": "", "units-0-product": "HALO"})

    for response in (nothing, product_only):
        assert response.status_code == 422
        assert "attach a photo of the plate" in text_of(response)
    assert Ticket.objects.exists() is False


def test_adds_a_row_without_javascript_and_judges_nothing_yet(client):
    response = report(client, add_unit="1", name="")

    page = response.content.decode()
    assert response.status_code == 200
    assert 'name="units-1-serial"' in page
    assert 'name="units-TOTAL_FORMS" value="2"' in page
    assert 'value="2512-004713 h"' in page
    assert "aria-invalid" not in page
    assert Ticket.objects.exists() is False


def test_what_was_typed_into_an_added_row_is_filed(client):
    page = client.post(FORM, filled_in(client, add_unit="1"))
    again = filled_in(client) | {"units-TOTAL_FORMS": "2", "units-INITIAL_FORMS": "1", "units-1-serial": "2512004714H"}

    ticket = ticket_at(client.post(FORM, again))

    assert page.status_code == 200
    assert [line.serial for line in ticket.lines.all()] == ["2512004713H", "2512004714H"]


def test_hands_out_one_more_row_for_a_page_with_javascript(client):
    response = client.get("/support/new/unit/", {"units-TOTAL_FORMS": "1"})

    page = response.content.decode()
    assert 'name="units-1-serial"' in page
    assert 'value="2" hx-swap-oob="true"' in page


@pytest.mark.parametrize("count", ["50", "51", "-1", "x", "", "٣", "9" * 40])
def test_hands_out_no_row_beyond_the_last(client, count):
    response = client.get("/support/new/unit/", {"units-TOTAL_FORMS": count})

    assert response.status_code == 200
    assert "At most 50 units" in text_of(response)
    assert "units-" not in response.content.decode().replace("units-note", "")


def hint(client, typed):
    return text_of(client.get("/support/new/serial/", {"units-0-serial": typed})).strip()


def test_reads_a_serial_while_it_is_typed(client, products):
    UnitFactory(serial="2512004713H")

    assert hint(client, "sn 2512-oo4713 h") == "2512004713H · HALO"
    assert hint(client, "2512004714H").startswith("2512004714H · HALO. We do not know this number yet.")
    assert hint(client, "25120").startswith("A serial number has ten digits and a letter")
    assert hint(client, "") == ""
    assert "ten digits" in hint(client, "\x00" * 200 + "é" * 5000)


def test_tells_nothing_about_owner_sale_or_cases(client, products, case):
    sold = UnitFactory(serial="2512004713H", sold_on="2025-05-20")
    case.lines.create(position=1, serial=sold.serial, unit=sold)

    said = hint(client, "2512004713H")

    assert said == "2512004713H · HALO"
    assert sold.reseller.name not in said


def test_stops_guessing_of_serials(client, settings, products):
    settings.THROTTLES = True

    answers = [hint(client, f"2512{n:06}H") for n in range(305)]

    assert all(answers[:300])
    assert not any(answers[300:])
