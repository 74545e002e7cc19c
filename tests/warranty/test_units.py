"""A unit at the desk: written down, corrected, and the claims on it judged again."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from tests.factories import ClaimFactory, ProductFactory, TicketLineFactory, UnitFactory, VerdictFactory
from tests.warranty.lists import take_in
from tickets.services.cover import assess_due
from warranty.models import Unit, UnitState
from warranty.services.claims import ASSESSING
from warranty.services.units import reconsider_claims

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, administrator):
    client.force_login(administrator)
    return client


def posted(desk, unit, **changes):
    given = {"serial": unit.serial, "product": unit.product_id, "state": unit.state, **changes}
    return desk.post(f"/admin/warranty/unit/{unit.pk}/change/", given)


def test_a_change_makes_the_claims_on_the_unit_due_and_wakes_who_judges(
    desk, django_capture_on_commit_callbacks, monkeypatch
):
    woken = []
    monkeypatch.setattr("warranty.services.claims.wake", woken.append)
    claim, stranger = ClaimFactory(), ClaimFactory()

    with django_capture_on_commit_callbacks(execute=True):
        assert posted(desk, claim.unit, sold_on="2025-04-20").status_code == 302

    claim.refresh_from_db()
    stranger.refresh_from_db()
    assert claim.due_since is not None
    assert stranger.due_since is None
    assert woken == [ASSESSING]


def test_saving_without_a_change_judges_nothing_anew(desk):
    claim = ClaimFactory(unit__distributor=None, unit__reseller=None)

    assert posted(desk, claim.unit).status_code == 302

    claim.refresh_from_db()
    assert claim.due_since is None
    assert claim.unit.history.count() == 0


def test_a_unit_that_is_added_finds_the_claims_that_named_its_serial(desk):
    claim = ClaimFactory(unit=None, serial="2512004713H", product=None)
    foreign = ClaimFactory(unit=None, serial="2512004713H", product=None, plate="other_brand")

    desk.post("/admin/warranty/unit/add/", {"serial": "2512-004713 h"})

    claim.refresh_from_db()
    foreign.refresh_from_db()
    assert claim.unit == Unit.objects.get()
    assert claim.due_since is not None
    assert (foreign.unit, foreign.due_since) == (None, None)


def test_a_claim_that_is_due_already_stays_due_since_then():
    since = timezone.now() - timedelta(days=1)
    claim = ClaimFactory(due_since=since)

    reconsider_claims(Unit.objects.all())

    claim.refresh_from_db()
    assert claim.due_since == since


def test_the_line_of_a_case_finds_its_unit_when_a_list_brings_it(tmp_path):
    ProductFactory()
    claim = ClaimFactory(unit=None, serial="2512004713H", product=None)
    line = TicketLineFactory(unit=None, serial="2512004713H", product=None, claim=claim)

    take_in(tmp_path, "serial\n2512004713H\n")
    assess_due()

    line.refresh_from_db()
    assert line.unit == Unit.objects.get()


@pytest.mark.parametrize("state", sorted(set(UnitState) - {UnitState.REPLACED, UnitState.SOLD}))
def test_a_state_is_set_by_hand(desk, state):
    unit = UnitFactory()

    assert posted(desk, unit, state=state).status_code == 302

    unit.refresh_from_db()
    assert unit.state == state


def test_only_a_swap_makes_a_unit_replaced_and_nothing_undoes_it(desk):
    sold, replaced = UnitFactory(), UnitFactory(state=UnitState.REPLACED)

    answers = [posted(desk, sold, state="replaced"), posted(desk, replaced, state="sold")]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert list(Unit.objects.order_by("pk").values_list("state", flat=True)) == ["sold", "replaced"]


@pytest.mark.parametrize("name", ["shipped_on", "sold_on", "first_online_on"])
def test_nothing_happens_before_the_manufacture(desk, name):
    unit = UnitFactory()

    answer = posted(desk, unit, manufactured_on="2025-03-20", **{name: "2025-03-19"})

    assert answer.status_code == 200
    assert "2025-03-19 lies before the manufacture on 2025-03-20." in answer.content.decode()
    unit.refresh_from_db()
    assert unit.manufactured_on is None


@pytest.mark.parametrize("day", ["1889-01-01", "2999-01-01", "2025-02-30", "tomorrow"])
def test_days_that_cannot_be_are_refused(desk, day):
    unit = UnitFactory()

    assert posted(desk, unit, sold_on=day).status_code == 200

    unit.refresh_from_db()
    assert unit.sold_on is None


@pytest.mark.parametrize("object_id", ["0", "x", "99999999999999999999999", "1_2F"])
def test_a_unit_that_is_none_is_no_error_page(desk, object_id):
    assert desk.get(f"/admin/warranty/unit/{object_id}/change/").status_code == 302


class TestLife:
    """Everything about a serial on one page."""

    def test_chain_services_cases_and_verdicts_stand_on_every_member(self, desk):
        old, new = UnitFactory(serial="2512000001H"), UnitFactory(serial="2512000002H")
        claim = VerdictFactory(claim=ClaimFactory(unit=old)).claim
        line = TicketLineFactory(unit=old, claim=claim)
        desk.post(f"/admin/warranty/unit/{old.pk}/swap/", swap_to(new, reason="burnt relay"))
        service = {"kind": "paid", "choice": "same_fault", "handed_over_on": "2026-02-01", "returned_on": "2026-02-09"}
        desk.post(f"/admin/warranty/unit/{new.pk}/service/", service)

        for unit in (old, new):
            page = desk.get(f"/admin/warranty/unit/{unit.pk}/change/").content.decode()
            for words in (
                "burnt relay", "2512000001H", "2512000002H", "Replacement", "Paid repair", "In warranty",
                line.ticket.pretty_number, "Ada Min",
            ):  # fmt: skip
                assert words in page, words

    def test_it_is_read_with_the_same_queries_however_long(self, desk, django_assert_max_num_queries):
        unit = UnitFactory()
        for _turn in range(10):
            TicketLineFactory(unit=unit, claim=VerdictFactory(claim=ClaimFactory(unit=unit)).claim)
        desk.get(f"/admin/warranty/unit/{unit.pk}/change/")

        with django_assert_max_num_queries(16):
            desk.get(f"/admin/warranty/unit/{unit.pk}/change/")

    def test_who_only_reads_sees_it_and_is_offered_nothing(self, client, technician):
        unit = UnitFactory()
        client.force_login(technician)

        page = client.get(f"/admin/warranty/unit/{unit.pk}/change/").content.decode()

        assert "No unit of this chain" in page
        assert "/swap/" not in page
        assert "/service/" not in page
        assert client.post(f"/admin/warranty/unit/{unit.pk}/swap/").status_code == 403

    def test_only_the_last_of_a_chain_can_be_swapped(self, desk):
        old, new = UnitFactory(), UnitFactory()
        desk.post(f"/admin/warranty/unit/{old.pk}/swap/", swap_to(new))

        pages = [desk.get(f"/admin/warranty/unit/{unit.pk}/change/").content.decode() for unit in (old, new)]

        assert ["/swap/" in page for page in pages] == [False, True]

    @pytest.mark.parametrize(
        ("given", "words"),
        [
            ({"successor": "2512999999H"}, "There is no unit 2512999999H in the registry"),
            ({"successor": ""}, "This field is required"),
            ({"swapped_on": "2999-01-01"}, "lies in the future"),
            ({"swapped_on": "soon"}, "Enter a valid date"),
            ({"choice": "nobody"}, "Select a valid choice"),
        ],
    )
    def test_a_swap_that_cannot_be_is_refused_beside_its_field_and_keeps_what_was_typed(self, desk, given, words):
        old, new = UnitFactory(), UnitFactory()

        answer = desk.post(f"/admin/warranty/unit/{old.pk}/swap/", swap_to(new, reason="kept words") | given)

        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "kept words" in answer.content.decode()
        old.refresh_from_db()
        assert old.state == UnitState.SOLD

    @pytest.mark.parametrize(
        ("handed", "returned", "field"),
        [
            ("2999-01-01", "", "handed_over_on"),
            ("2024-12-01", "", "handed_over_on"),
            ("2026-02-01", "2026-01-31", "returned_on"),
            ("2026-02-01", "2999-01-01", "returned_on"),
            ("", "", "handed_over_on"),
        ],
    )
    def test_a_service_on_impossible_days_is_refused(self, desk, handed, returned, field):
        unit = UnitFactory(manufactured_on=date(2025, 1, 1))
        given = {"kind": "repair", "handed_over_on": handed, "returned_on": returned}

        answer = desk.post(f"/admin/warranty/unit/{unit.pk}/service/", given)

        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == [field]
        assert unit.services.exists() is False


def swap_to(unit: Unit, **more: str) -> dict[str, str]:
    return {"successor": unit.serial, "swapped_on": "2026-01-05", **more}
