import pytest

from tests.factories import ProductFactory, TicketLineFactory, UnitFactory
from warranty.models import Unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("typed", ["2512004713H", "2512-004713 h", "S/N: 25120O4713H", "251200", "Nord Elec"])
def test_a_unit_is_found_by_its_serial_in_any_spelling_and_by_its_partner(client, engineer, typed):
    unit = UnitFactory(serial="2512004713H", reseller__name="Nord Elec")
    other = UnitFactory(serial="2401000001A", product=ProductFactory(code="AURA"))
    client.force_login(engineer)

    page = client.get("/admin/warranty/unit/", {"q": typed}).content.decode()

    assert unit.serial in page
    assert other.serial not in page


def test_its_page_shows_its_cases_to_those_who_may_see_cases(client, engineer):
    line = TicketLineFactory(unit__serial="2512004713H")
    client.force_login(engineer)

    page = client.get(f"/admin/warranty/unit/{line.unit_id}/change/").content.decode()

    assert line.ticket.pretty_number in page
    assert 'name="lot"' not in page  # an engineer reads the registry


def test_a_serial_is_kept_as_it_stands_on_the_plate(client, administrator):
    client.force_login(administrator)
    product = ProductFactory()

    answer = client.post("/admin/warranty/unit/add/", {"serial": "2512-004713 h", "product": product.pk})

    assert answer.status_code == 302
    assert Unit.objects.get().serial == "2512004713H"


@pytest.mark.parametrize("typed", ["hello", "2512004713", ""])
def test_what_is_no_serial_is_refused_in_words(client, administrator, typed):
    client.force_login(administrator)

    answer = client.post("/admin/warranty/unit/add/", {"serial": typed})

    assert answer.status_code == 200
    assert Unit.objects.exists() is False


def test_the_list_costs_the_same_however_long(client, administrator, django_assert_max_num_queries):
    UnitFactory.create_batch(60)
    client.force_login(administrator)

    with django_assert_max_num_queries(12):
        assert client.get("/admin/warranty/unit/").status_code == 200
