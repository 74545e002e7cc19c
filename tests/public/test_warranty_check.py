"""The public check: the general terms of a serial's product, and nothing of the unit itself."""

import re
from datetime import date

import pytest
from django.test import Client

from tests.factories import LawVersionFactory, PolicyVersionFactory, ProductFactory, UnitFactory, UserFactory
from tests.public.reporting import text_of
from tickets.models import Ticket
from warranty.models import PolicyVersion, Unit, UnitState

pytestmark = pytest.mark.django_db
CHECK = "/warranty/"
# What would tell of the unit: whose, from whom, since when, what became of it.
TELLING = re.compile(
    r"Elec|Nordic|reseller\b|owner|stolen|replaced by|recalled|scrapped|12 March|2025-03-12|2025-04", re.IGNORECASE
)


@pytest.fixture
def terms(db: None) -> list[PolicyVersion]:
    return [
        PolicyVersionFactory(term_months=36),
        PolicyVersionFactory(term_months=60, valid_from=date(2025, 1, 1)),
        PolicyVersionFactory(term_months=60, models_covered=["LUNA"]),
    ]


@pytest.fixture
def unit(terms: list[PolicyVersion]) -> Unit:
    return UnitFactory(serial="2512004713H", sold_on=date(2025, 3, 12), first_online_on=date(2025, 4, 1))


def answer_of(text: str) -> str:
    """What is said of the serial alone."""
    return text.split("Show the terms", 1)[1].split("Your legal rights are another matter", 1)[0]


@pytest.mark.parametrize("written", ["2512004713H", "2512-004713 h", "S/N: 25120O4713H", "  2512 004713 H "])
def test_reads_a_serial_as_people_write_it_and_shows_the_terms_for_each_time_of_sale(client, unit, terms, written):
    response = client.post(CHECK, {"serial": written})

    text = text_of(response)
    assert response.status_code == 200
    assert "2512004713H · HALO" in text
    assert "We know this serial number." in text
    assert "Sold until 31 December 2024: 3 years" in text
    assert "Sold from 1 January 2025: 5 years" in text
    assert "1 year after the purchase" in text
    assert f'href="/warranty/policy/#version-{terms[1].pk}"' in response.content.decode()


def test_tells_nothing_of_the_unit_itself(client, unit):
    plain = answer_of(text_of(client.post(CHECK, {"serial": unit.serial})))

    for state in UnitState:
        unit.state, unit.is_clone_suspected = state, state == UnitState.STOLEN
        unit.save()
        assert answer_of(text_of(client.post(CHECK, {"serial": unit.serial}))) == plain
    assert TELLING.search(plain) is None


def test_a_serial_that_we_do_not_know_gets_the_terms_of_its_letter_and_a_word_to_look_again(client, terms):
    ProductFactory(code="LUNA")

    text = text_of(client.post(CHECK, {"serial": "2512004713L"}))

    assert "2512004713L · LUNA" in text
    assert "We do not know this number yet. Please compare it with the plate." in text
    assert "Whenever it was sold: 5 years" in text


def test_a_letter_of_no_product_has_no_terms(client, unit):
    text = text_of(client.post(CHECK, {"serial": "2512004713Z"}))

    assert "No product of Charge Amps has a serial number that ends like this one." in text
    assert "years" not in answer_of(text)


def test_a_product_without_published_terms_says_so(client, db):
    PolicyVersionFactory(published_at=None)
    UnitFactory(serial="2512004713H")

    text = text_of(client.post(CHECK, {"serial": "2512004713H"}))

    assert "No terms have been published for this product." in text


def test_a_market_of_its_own_stands_beside_the_general_terms(client, unit):
    PolicyVersionFactory(term_months=24, markets=["CH"])

    text = answer_of(text_of(client.post(CHECK, {"serial": unit.serial})))

    assert text.index("Sold until 31 December 2024: 3 years") < text.index("Bought in: Switzerland")
    assert "Whenever it was sold: 2 years" in text


@pytest.mark.parametrize(
    "typed", ["", "hello", "12345", "2512004713", "H" * 99, "\x00", "<script>alert(1)</script>", "'; --"]
)
def test_garbage_is_refused_beside_the_field_and_kept(client, unit, typed):
    response = client.post(CHECK, {"serial": typed})

    html = response.content.decode()
    assert response.status_code == 422
    assert 'id="id_serial_error"' in html
    assert "We know" not in html
    assert "<script>alert" not in html


@pytest.mark.parametrize("sent", [{}, {"serial": "x" * 300_000}, {"serial": ["a", "b"]}])
def test_a_post_of_anything_is_answered(client, unit, sent):
    assert client.post(CHECK, sent).status_code == 422


def test_an_address_answers_nothing_so_that_no_crawler_and_no_log_holds_serials(client, unit):
    response = client.get(CHECK, {"serial": unit.serial})

    assert response.status_code == 200
    assert "We know this serial number." not in text_of(response)
    assert unit.serial not in text_of(response)
    assert "no-store" in response["Cache-Control"]
    assert client.put(CHECK).status_code == 405


def test_needs_no_cookie_and_no_token(unit):
    assert Client(enforce_csrf_checks=True).post(CHECK, {"serial": unit.serial}).status_code == 200


def test_trying_serials_without_end_is_stopped_with_a_page(client, unit, settings):
    settings.THROTTLES = True

    answers = [client.post(CHECK, {"serial": f"2512{n:06}H"}) for n in range(31)]

    assert [answer.status_code for answer in answers] == [200] * 30 + [429]
    assert "That was too often" in text_of(answers[-1])
    assert "Retry-After" in answers[-1]
    assert client.get(CHECK).status_code == 200


def test_says_what_is_shown_and_that_the_law_stands_beside_it(client, unit):
    text = text_of(client.post(CHECK, {"serial": unit.serial}))

    assert "shows the commercial warranty that Charge Amps gives of its own accord" in text
    assert "does not touch your legal rights" in text
    assert "at least two years from delivery" in text
    assert "neither a warranty nor a registration" in text


def test_leads_to_a_report_of_this_very_unit_without_naming_it_in_an_address(client, unit):
    html = client.post(CHECK, {"serial": unit.serial}).content.decode()
    form = html.split('action="/support/new/"')[1].split("</form>")[0]
    fields = dict(re.findall(r'name="([\w-]+)" value="([^"]*)"', form))

    begun = client.post("/support/new/", fields)

    page = begun.content.decode()
    assert begun.status_code == 200
    assert 'value="2512004713H"' in page
    assert re.search(r'<option value="HALO" selected', page)
    assert "Not sent yet" not in text_of(begun)
    assert Ticket.objects.exists() is False


def test_a_report_begun_with_nothing_is_a_blank_one(client, unit):
    begun = client.post("/support/new/", {"begin": "1"})

    assert begun.status_code == 200
    assert 'name="units-0-serial"' in begun.content.decode()


@pytest.mark.parametrize(("who", "sees"), [("engineer", True), ("technician", True), ("outsider", False)])
def test_staff_are_led_to_the_unit_and_nobody_else(client, unit, request, who, sees):
    user = UserFactory() if who == "outsider" else request.getfixturevalue(who)
    client.force_login(user)

    html = client.post(CHECK, {"serial": unit.serial}).content.decode()

    assert (f"/admin/warranty/unit/{unit.pk}/change/" in html) is sees


def test_a_check_is_a_question_or_two_to_the_database(client, unit, django_assert_max_num_queries):
    LawVersionFactory()
    client.post(CHECK, {"serial": unit.serial})

    with django_assert_max_num_queries(1):
        client.post(CHECK, {"serial": unit.serial})
    with django_assert_max_num_queries(0):
        client.get(CHECK)
