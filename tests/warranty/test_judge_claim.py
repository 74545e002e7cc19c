"""A claim is judged from its rows: what counts as a fact, when the verdict is frozen, and when a person is needed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from accounts.models import User
from common.errors import DomainError
from tests.factories import ClaimFactory, UnitFactory, UserFactory
from warranty.decisions import Basis, Decision
from warranty.models import (
    Attention,
    Buyer,
    Claim,
    ExclusionState,
    Plate,
    Service,
    ServiceKind,
    Standing,
    Swap,
    Unit,
    UnitState,
    Verdict,
)
from warranty.rulings import Flag, Legal, Reason
from warranty.services.claims import StatedFacts, identify, mark_due, state_facts
from warranty.services.quotes import check_may_quote
from warranty.services.terms_on_file import lay_down_laws, lay_down_policies
from warranty.services.verdicts import confirm_verdict, judge_claim

REPORTED = datetime(2026, 11, 23, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _terms(db: None) -> None:
    lay_down_laws()
    lay_down_policies()


def unit(**changes: Any) -> Unit:
    known = {"manufactured_on": date(2025, 1, 10), "shipped_on": date(2025, 2, 1), "sold_on": date(2025, 2, 20)}
    return UnitFactory(**{**known, **changes})


def claim(on: Unit | None = None, **changes: Any) -> Claim:
    on = on or unit()
    known = {"reported_at": REPORTED, "buyer": Buyer.BUSINESS, "country": "SE"}
    return ClaimFactory(unit=on, **{**known, **changes})


def expired(**changes: Any) -> Claim:
    return claim(unit(manufactured_on=date(2020, 1, 1), shipped_on=None, sold_on=date(2020, 2, 1)), **changes)


def test_what_our_own_lists_prove_is_issued_at_once_with_its_facts_versions_and_trace():
    asked = claim()

    verdict = judge_claim(claim=asked).verdict

    assert (verdict.decision, verdict.basis, verdict.reason) == (
        Decision.IN_WARRANTY,
        Basis.COMMERCIAL,
        Reason.START_PURCHASE,
    )
    assert (verdict.start_on, verdict.commercial_until) == (date(2025, 2, 20), date(2030, 2, 20))
    assert verdict.standing == Standing.ISSUED
    assert verdict.facts["sold_on"] == "2025-02-20"
    assert verdict.policy_version is not None
    assert verdict.policy_version.term_months == 60
    assert [step["rule"] for step in verdict.trace] == ["1", "4", "4", "8", "15"]
    asked.refresh_from_db()
    assert (asked.verdict, asked.attention, asked.due_since) == (verdict, "", None)


def test_the_same_facts_leave_the_verdict_that_stands():
    asked = claim()
    first = judge_claim(claim=asked)

    second = judge_claim(claim=asked)

    assert (first.is_new, second.is_new) == (True, False)
    assert second.verdict == first.verdict
    assert Verdict.objects.count() == 1


def test_new_facts_make_a_new_verdict_and_the_old_one_stays_as_it_was():
    asked = claim()
    first = judge_claim(claim=asked).verdict
    Unit.objects.update(sold_on=date(2025, 4, 1))

    second = judge_claim(claim=asked)

    assert second.verdict.commercial_until == date(2030, 4, 1)
    assert second.before == first
    first.refresh_from_db()
    assert first.commercial_until == date(2030, 2, 20)


def test_a_verdict_cannot_be_rewritten_not_even_by_hand():
    verdict = judge_claim(claim=claim()).verdict

    with pytest.raises(DatabaseError), transaction.atomic():
        Verdict.objects.filter(pk=verdict.pk).update(decision=Decision.VOID)


def test_a_serial_that_nobody_knows_needs_proof():
    asked = Claim.objects.create(serial="2512999999H", reported_at=REPORTED, country="SE", buyer=Buyer.BUSINESS)

    verdict = judge_claim(claim=asked).verdict

    assert (verdict.decision, verdict.reason) == (Decision.NEEDS_PROOF, Reason.SERIAL_UNKNOWN)
    assert judge_claim(claim=asked).claim.attention == Attention.NEEDS_PROOF


@pytest.mark.parametrize(
    ("state", "is_clone", "reason"),
    [
        (UnitState.STOLEN, False, Reason.STOLEN_FLAG),
        (UnitState.SOLD, True, Reason.CLONE_SUSPECTED),
        (UnitState.REPLACED, False, Reason.REPLACED_SERIAL),
    ],
)
def test_the_life_of_the_unit_is_a_fact(state: str, is_clone: bool, reason: str):
    assessed = judge_claim(claim=claim(unit(state=state, is_clone_suspected=is_clone)))

    assert (assessed.verdict.decision, assessed.verdict.reason) == (Decision.REVIEW, reason)
    assert assessed.claim.attention == Attention.REVIEW


def test_a_unit_that_is_on_its_way_back_under_another_number_is_not_decided_twice():
    assessed = judge_claim(claim=claim(), open_elsewhere="4827193059")

    assert assessed.verdict.reason == Reason.DUPLICATE_OPEN
    assert assessed.claim.open_elsewhere == "4827193059"


def test_cover_follows_the_chain_of_swaps():
    first = unit(state=UnitState.REPLACED)
    second = unit(manufactured_on=date(2026, 5, 1), shipped_on=None, sold_on=None, state=UnitState.REPLACED)
    third = unit(manufactured_on=date(2026, 6, 1), shipped_on=None, sold_on=None)
    Swap.objects.create(predecessor=first, successor=second, root=first, swapped_on=date(2026, 5, 20))
    Swap.objects.create(predecessor=second, successor=third, root=first, swapped_on=date(2026, 7, 20))

    verdict = judge_claim(claim=claim(third)).verdict

    assert (verdict.start_on, verdict.commercial_until) == (date(2025, 2, 20), date(2030, 2, 20))


def test_what_was_repaired_before_in_the_chain_moves_the_end():
    first = unit(sold_on=date(2023, 9, 20), manufactured_on=date(2023, 1, 1), shipped_on=None)
    second = unit(manufactured_on=date(2026, 5, 1), shipped_on=None, sold_on=None)
    Swap.objects.create(predecessor=first, successor=second, root=first, swapped_on=date(2026, 9, 1))
    Service.objects.create(
        unit=first, kind=ServiceKind.REPLACE, handed_over_on=date(2026, 9, 1), returned_on=date(2026, 9, 15)
    )

    verdict = judge_claim(claim=claim(second)).verdict

    assert (verdict.reason, verdict.commercial_until) == (Reason.TAIL90, date(2026, 12, 14))


def test_a_refusal_waits_for_a_person_and_is_issued_by_them(engineer: User):
    asked = expired()
    assessed = judge_claim(claim=asked)
    assert (assessed.verdict.standing, assessed.claim.attention) == (Standing.TO_CONFIRM, Attention.TO_CONFIRM)

    verdict = confirm_verdict(claim=asked, seen=assessed.verdict.pk, user=engineer)

    assert (verdict.standing, verdict.confirmed_by) == (Standing.ISSUED, engineer)
    asked.refresh_from_db()
    assert asked.attention == ""


def test_a_refusal_that_changed_on_the_way_to_the_button_is_not_confirmed(engineer: User):
    asked = expired()
    seen = judge_claim(claim=asked).verdict
    mark_due(Claim.objects.filter(pk=asked.pk))

    with pytest.raises(DomainError, match="changed meanwhile"):
        confirm_verdict(claim=asked, seen=seen.pk, user=engineer)

    seen.refresh_from_db()
    assert (seen.standing, seen.confirmed_by) == (Standing.TO_CONFIRM, None)


def test_what_needs_no_confirmation_cannot_be_confirmed(engineer: User):
    asked = claim()
    verdict = judge_claim(claim=asked).verdict

    with pytest.raises(DomainError, match="does not wait"):
        confirm_verdict(claim=asked, seen=verdict.pk, user=engineer)


def test_a_confirmed_refusal_that_says_the_same_again_stays_confirmed(engineer: User):
    asked = expired()
    confirm_verdict(claim=asked, seen=judge_claim(claim=asked).verdict.pk, user=engineer)
    state_facts(claim=asked, facts=StatedFacts(buyer=Buyer.BUSINESS, country="SE", discovered_on=date(2026, 11, 1)))

    again = judge_claim(claim=asked)

    assert again.is_new
    assert again.says_something_new is False
    assert (again.verdict.standing, again.verdict.confirmed_by) == (Standing.ISSUED, engineer)


def test_no_refusal_is_issued_without_a_person_not_even_by_hand():
    asked = expired()
    verdict = judge_claim(claim=asked).verdict

    with pytest.raises(DatabaseError), transaction.atomic():
        Verdict.objects.filter(pk=verdict.pk).update(standing=Standing.ISSUED, issued_at=timezone.now())


def test_where_it_hangs_on_who_bought_somebody_has_to_ask():
    asked = claim(
        unit(manufactured_on=date(2023, 1, 1), shipped_on=None, sold_on=date(2023, 11, 20)),
        buyer="",
        delivered_on=date(2023, 11, 25),
    )

    assessed = judge_claim(claim=asked)

    assert (assessed.verdict.decision, assessed.verdict.basis) == (Decision.IN_WARRANTY, Basis.STATUTORY)
    assert (assessed.verdict.standing, assessed.claim.attention) == (Standing.PROVISIONAL, Attention.REVIEW)


def test_without_a_policy_a_person_decides():
    from_elsewhere = claim()
    Verdict.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE warranty_policy SET is_default = false")

    assessed = judge_claim(claim=from_elsewhere)

    assert (assessed.verdict.decision, assessed.verdict.reason) == (Decision.REVIEW, Reason.NO_POLICY)


def test_what_staff_say_of_plate_and_exclusion_decides():
    defaced, opened = claim(), claim()
    state_facts(claim=defaced, facts=StatedFacts(buyer=Buyer.BUSINESS, country="SE", plate=Plate.DEFACED))
    confirmed = StatedFacts(
        buyer=Buyer.CONSUMER,
        country="FR",
        exclusion="installation",
        exclusion_state=ExclusionState.CONFIRMED,
        delivered_on=date(2025, 3, 1),
    )
    changed = state_facts(claim=opened, facts=confirmed)

    verdicts = [judge_claim(claim=each).verdict for each in (defaced, opened)]

    assert changed == ["buyer", "country", "delivered_on", "exclusion", "exclusion_state"]
    assert [verdict.reason for verdict in verdicts] == [Reason.SERIAL_DEFACED, "EXCL_INSTALLATION"]
    assert (verdicts[1].flags, verdicts[1].legal) == ([Flag.SELLER_CHECK], Legal.OPEN)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        (StatedFacts(discovered_on=date(2026, 11, 24)), "discovered_on"),
        (StatedFacts(discovered_on=date(1066, 10, 14)), "discovered_on"),
        (StatedFacts(delivered_on=date(2999, 1, 1)), "delivered_on"),
        (StatedFacts(exclusion_state=ExclusionState.ALLEGED), "exclusion"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(facts: StatedFacts, field: str):
    asked = claim()

    with pytest.raises(DomainError) as refusal:
        state_facts(claim=asked, facts=facts)

    assert refusal.value.field == field
    asked.refresh_from_db()
    assert (asked.discovered_on, asked.delivered_on, asked.exclusion_state) == (None, None, ExclusionState.NONE)


def test_another_serial_makes_the_claim_due_again():
    asked = claim()
    judge_claim(claim=asked)
    other = unit(sold_on=date(2025, 6, 1))

    identify(claim=asked, serial=other.serial, product=other.product, unit=other)

    asked.refresh_from_db()
    assert asked.due_since is not None
    assert judge_claim(claim=asked).verdict.start_on == date(2025, 6, 1)


def test_a_price_may_be_named_once_a_refusal_is_confirmed_and_no_right_is_open(engineer: User):
    asked = expired()
    seen = judge_claim(claim=asked).verdict
    with pytest.raises(DomainError, match="not decided yet"):
        check_may_quote(Claim.objects.get(pk=asked.pk))

    confirm_verdict(claim=asked, seen=seen.pk, user=engineer)

    check_may_quote(Claim.objects.get(pk=asked.pk))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"buyer": Buyer.CONSUMER, "country": "GB"}, "not decided"),
        (
            {"buyer": Buyer.CONSUMER, "country": "FR", "exclusion": "water", "exclusion_state": "confirmed"},
            "still open",
        ),
    ],
)
def test_no_price_is_named_while_rights_against_the_seller_are_open_or_possible(
    engineer: User, changes: dict[str, Any], said: str
):
    asked = expired(**changes) if changes["country"] == "GB" else claim(delivered_on=date(2026, 3, 1), **changes)
    verdict = judge_claim(claim=asked).verdict
    if verdict.standing == Standing.TO_CONFIRM:
        confirm_verdict(claim=asked, seen=verdict.pk, user=engineer)

    with pytest.raises(DomainError, match=said):
        check_may_quote(Claim.objects.get(pk=asked.pk))


@pytest.mark.django_db(transaction=True)
def test_two_who_judge_at_once_leave_one_verdict():
    lay_down_laws()
    lay_down_policies()
    asked = claim()

    def judge() -> bool:
        try:
            return judge_claim(claim=asked).is_new
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        fresh = [future.result() for future in [pool.submit(judge) for _ in range(4)]]

    assert sorted(fresh) == [False, False, False, True]
    assert Verdict.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_does_and_the_other_is_told():
    lay_down_laws()
    lay_down_policies()
    asked = expired()
    seen = judge_claim(claim=asked).verdict
    people = [UserFactory(), UserFactory()]

    def confirm(user: User) -> str:
        try:
            confirm_verdict(claim=asked, seen=seen.pk, user=user)
        except DomainError as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "confirmed"

    with ThreadPoolExecutor(2) as pool:
        said = sorted(pool.map(confirm, people))

    assert said == ["This verdict does not wait for a confirmation.", "confirmed"]
