from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone

from common.errors import DomainError
from tests.factories import ClaimFactory, UnitFactory, UserFactory
from warranty.models import Service, ServiceKind, Swap, UnitState
from warranty.selectors.chains import chain_of, root_of, swaps_of
from warranty.services.genealogy import Exchange, record_service, swap_units

pytestmark = pytest.mark.django_db

DAY = Exchange(date(2026, 3, 2), reason="burnt relay")


@pytest.fixture
def units():
    return [UnitFactory(serial=f"251200000{n}H") for n in range(5)]


def swap(old, new, exchange=DAY, **more):
    return swap_units(old=old, new=new, exchange=exchange, **more)


def test_a_swap_retires_the_old_unit_and_says_who_wrote_it_down(units):
    old, new, user = units[0], units[1], UserFactory()

    made = swap(old, new, user=user)

    old.refresh_from_db()
    new.refresh_from_db()
    assert (made.predecessor, made.successor, made.root) == (old, new, old)
    assert (made.swapped_on, made.reason, made.recorded_by) == (DAY.swapped_on, "burnt relay", user)
    assert (old.state, new.state) == (UnitState.REPLACED, UnitState.SOLD)
    assert old.history.count() == 1


def test_the_law_learns_of_the_replacement(units):
    swap(units[0], units[1], Exchange(date(2026, 3, 2), handed_over_on=date(2026, 2, 20), choice="seller"))

    service = Service.objects.get()
    assert (service.unit, service.kind, service.choice) == (units[0], ServiceKind.REPLACE, "seller")
    assert (service.handed_over_on, service.returned_on) == (date(2026, 2, 20), date(2026, 3, 2))


def test_every_member_of_a_chain_knows_its_first_and_all_others(units):
    for old, new in pairwise(units[:4]):
        swap(old, new)

    for member in units[:4]:
        assert root_of(member) == units[0]
        assert chain_of(member) == units[:4]
        assert [made.successor for made in swaps_of(member)] == units[1:4]
    assert chain_of(units[4]) == [units[4]]
    assert swaps_of(units[4]) == []


def test_a_swap_written_down_late_joins_both_chains(units):
    first, second, third, fourth, _other = units
    swap(first, second)
    swap(third, fourth)

    swap(second, third)

    assert chain_of(fourth) == [first, second, third, fourth]
    assert set(Swap.objects.values_list("root", flat=True)) == {first.pk}


def test_a_chain_is_read_with_the_same_few_queries_however_long(units, django_assert_num_queries):
    for old, new in pairwise(units):
        swap(old, new)

    with django_assert_num_queries(2):
        assert len(chain_of(units[4])) == 5


@pytest.mark.parametrize(
    ("old", "new", "field", "words"),
    [
        (0, 0, "successor", "for itself"),
        (0, 2, "successor", "2512000000H was swapped for 2512000001H already"),
        (3, 1, "successor", "2512000001H came for 2512000000H already"),
        (1, 0, "successor", "2512000000H is the first of this very chain"),
    ],
)
def test_a_chain_neither_forks_nor_bites_its_tail(units, old, new, field, words):
    swap(units[0], units[1])

    with pytest.raises(DomainError, match=words) as caught:
        swap(units[old], units[new])

    assert caught.value.field == field
    assert Swap.objects.count() == 1
    assert Service.objects.count() == 1


def test_a_long_chain_does_not_bite_its_tail_either(units):
    for old, new in pairwise(units):
        swap(old, new)

    with pytest.raises(DomainError, match="first of this very chain"):
        swap(units[4], units[0])


@pytest.mark.parametrize(
    ("exchange", "field"),
    [
        (Exchange(timezone.localdate() + timedelta(days=1)), "swapped_on"),
        (Exchange(date(2024, 12, 31)), "swapped_on"),
        (Exchange(date(2026, 3, 2), handed_over_on=date(2026, 3, 3)), "handed_over_on"),
        (Exchange(date(2026, 3, 2), handed_over_on=date(2024, 3, 3)), "handed_over_on"),
    ],
)
def test_days_that_cannot_be_are_refused_beside_their_field(exchange, field):
    old, new = UnitFactory(manufactured_on=date(2025, 1, 1)), UnitFactory(manufactured_on=date(2025, 1, 1))

    with pytest.raises(DomainError) as caught:
        swap(old, new, exchange)

    assert caught.value.field == field
    assert Swap.objects.exists() is False


@pytest.mark.parametrize("state", [UnitState.SCRAPPED, UnitState.STOLEN])
def test_a_unit_that_is_gone_takes_nobodys_place(units, state):
    gone = UnitFactory(state=state)

    with pytest.raises(DomainError, match="is marked as"):
        swap(units[0], gone)


def test_claims_on_the_whole_chain_are_due_after_a_swap_and_after_a_service(units):
    first, second, third, other, _more = units
    swap(first, second)
    claims = [ClaimFactory(unit=unit) for unit in (first, second, third)]
    stranger = ClaimFactory(unit=other)

    swap(second, third)
    due_by_swap = [_is_due(claim) for claim in [*claims, stranger]]
    for claim in claims:
        claim.due_since = None
        claim.save()
    record_service(service=Service(unit=second, kind=ServiceKind.REPAIR, handed_over_on=date(2026, 1, 1)))

    assert due_by_swap == [True, True, True, False]
    assert [_is_due(claim) for claim in [*claims, stranger]] == [True, True, True, False]


def _is_due(claim):
    claim.refresh_from_db()
    return claim.due_since is not None
