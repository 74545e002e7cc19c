"""The rules, each with a worked case, and what must hold whatever the facts are."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.warranty.cases import book, facts, vectors
from warranty.coverage import judge
from warranty.decisions import Basis, Decision
from warranty.facts import BuyerKind, Exclusion, Facts, Mark, SerialStatus, Source, Stay, facts_from_json, facts_to_json
from warranty.rulings import Flag, Legal, Payer, Reason, payer_of
from warranty.terms import Book, LawTerms, PolicyTerms
from warranty.vectors import Vector, differences, result_of

DAYS = st.dates(date(2018, 1, 1), date(2030, 12, 31))
COUNTRIES = st.sampled_from(["FR", "SE", "NO", "DE", "ES", "PT", "IT", "AT", "CH", "GB", "NL", "FI", "US", ""])


@st.composite
def stays(draw: st.DrawFn) -> Stay:
    over = draw(DAYS)
    back = draw(st.none() | st.integers(0, 60).map(lambda days: over + timedelta(days=days)))
    choice = draw(st.sampled_from(["", "seller", "consumer_chose_repair", "same_fault", "other_fault"]))
    return Stay(draw(st.sampled_from(["repair", "replace", "paid"])), choice, over, back)


claims = st.builds(
    Facts,
    policy=st.sampled_from(["POL-CA", "POL-CAP"]),
    model=st.sampled_from(["HALO", "LUNA", "DAWN"]),
    reported_at=st.datetimes(datetime(2019, 1, 1), datetime(2031, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    serial_status=st.sampled_from([SerialStatus.OK] * 5 + list(SerialStatus)),
    marks=st.frozensets(st.sampled_from(list(Mark)), max_size=1),
    buyer=st.sampled_from(list(BuyerKind)),
    country=COUNTRIES,
    contract_on=st.none() | DAYS,
    manufactured_on=st.none() | DAYS,
    shipped_on=st.none() | DAYS,
    sold_on=st.none() | DAYS,
    delivered_on=st.none() | DAYS,
    installed_on=st.none() | DAYS,
    first_online_on=st.none() | DAYS,
    evidence=st.frozensets(st.sampled_from(list(Source))),
    discovered_on=st.none() | DAYS,
    history=st.lists(stays(), max_size=3).map(tuple),
    exclusion=st.sampled_from(list(Exclusion)),
    exclusion_kind=st.just("installation"),
)


@pytest.mark.parametrize("vector", vectors(), ids=lambda vector: vector.id)
def test_every_worked_case_is_decided_as_the_file_expects(vector: Vector):
    assert vector.facts is not None, vector.problem

    ruling = judge(vector.facts, book())

    assert differences(result_of(ruling), vector.expected) == []


@given(claims)
def test_the_same_facts_give_the_same_verdict_also_after_they_were_kept(claim: Facts):
    first = judge(claim, book())

    assert judge(claim, book()) == first
    assert judge(facts_from_json(facts_to_json(claim)), book()) == first


@given(claims)
def test_no_end_lies_before_its_start(claim: Facts):
    ruling = judge(claim, book())

    since = claim.delivered_on or claim.sold_on
    if ruling.start and ruling.end_commercial:
        assert ruling.start <= ruling.end_commercial
    if ruling.end_statutory and since:
        assert since < ruling.end_statutory
    if ruling.end_statutory and ruling.burden_until and not claim.history:
        assert ruling.burden_until <= ruling.end_statutory


@given(claims, st.sampled_from(list(Source)))
def test_more_evidence_never_shortens_the_legal_track(claim: Facts, more: Source):
    before = judge(claim, book())
    after = judge(replace(claim, evidence=claim.evidence | {more}), book())

    if before.end_statutory and after.end_statutory:
        assert after.end_statutory >= before.end_statutory
        assert after.burden_until == before.burden_until


@given(claims, st.lists(stays(), min_size=1, max_size=1))
def test_a_stay_at_the_traders_never_shortens_the_legal_track(claim: Facts, more: list[Stay]):
    before = judge(replace(claim, history=()), book())
    after = judge(replace(claim, history=tuple(more)), book())

    if before.end_statutory and after.end_statutory:
        assert after.end_statutory >= before.end_statutory


@settings(max_examples=50)
@given(claims, st.lists(stays(), min_size=2, max_size=3))
def test_the_order_in_which_the_past_is_told_decides_nothing(claim: Facts, past: list[Stay]):
    first, *others = [judge(replace(claim, history=order), book()) for order in permutations(past)]

    assert all(other == first for other in others)


@given(claims)
def test_only_the_first_consumer_has_a_legal_track(claim: Facts):
    ruling = judge(claim, book())

    if claim.buyer != BuyerKind.CONSUMER:
        assert (ruling.end_statutory, ruling.burden_until, ruling.legal) == (None, None, Legal.NONE)
        assert ruling.basis in {Basis.NONE, Basis.COMMERCIAL, Basis.REPAIR}


@given(claims)
def test_a_refusal_is_the_customers_to_pay_only_when_the_legal_track_is_closed(claim: Facts):
    ruling = judge(claim, book())

    payer = payer_of(ruling.decision, ruling.basis, ruling.legal)

    if payer == Payer.CUSTOMER:
        assert ruling.decision in {Decision.VOID, Decision.OUT_OF_WARRANTY}
        assert ruling.legal in {Legal.NONE, Legal.CLOSED}


@given(claims)
def test_every_verdict_says_by_which_rule_it_was_reached(claim: Facts):
    ruling = judge(claim, book())

    assert ruling.trace
    assert ruling.trace[-1].result == ruling.reason
    assert [int(step.rule) for step in ruling.trace] == sorted(int(step.rule) for step in ruling.trace)


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        (Mark.STOLEN, Reason.STOLEN_FLAG),
        (Mark.CLONE, Reason.CLONE_SUSPECTED),
        (Mark.REPLACED, Reason.REPLACED_SERIAL),
        (Mark.OPEN_RMA, Reason.DUPLICATE_OPEN),
        (Mark.INVOICE_QTY_EXCEEDED, Reason.INVOICE_QTY_EXCEEDED),
        (Mark.RESELLER_UNKNOWN, Reason.RESELLER_UNKNOWN),
    ],
)
def test_what_is_noted_of_the_unit_sends_it_to_a_person_before_any_date_is_computed(mark: Mark, reason: Reason):
    ruling = judge(facts(marks=frozenset({mark})), book())

    assert (ruling.decision, ruling.basis, ruling.reason) == (Decision.REVIEW, Basis.NONE, reason)
    assert (ruling.start, ruling.end_commercial, ruling.end_statutory, ruling.flags) == (None, None, None, ())


def test_a_safety_symptom_is_flagged_and_decides_nothing():
    plain = judge(facts(), book())
    burnt = judge(facts(marks=frozenset({Mark.SAFETY_SYMPTOM})), book())

    assert burnt.flags == (Flag.SAFETY_LANE,)
    assert (burnt.decision, burnt.reason, burnt.end_commercial) == (plain.decision, plain.reason, plain.end_commercial)


@pytest.mark.parametrize(
    ("country", "moment", "decision"),
    [
        # 1 March 2030 ends in Stockholm at 23:00 UTC, in London at midnight; in summer an hour earlier.
        ("SE", datetime(2030, 3, 1, 22, 59, tzinfo=UTC), Decision.IN_WARRANTY),
        ("SE", datetime(2030, 3, 1, 23, 0, tzinfo=UTC), Decision.OUT_OF_WARRANTY),
        ("GB", datetime(2030, 3, 1, 23, 59, tzinfo=UTC), Decision.IN_WARRANTY),
        ("US", datetime(2030, 3, 2, 4, 59, tzinfo=UTC), Decision.IN_WARRANTY),
        ("US", datetime(2030, 3, 2, 5, 0, tzinfo=UTC), Decision.OUT_OF_WARRANTY),
        ("", datetime(2030, 3, 2, 0, 0, tzinfo=UTC), Decision.OUT_OF_WARRANTY),
    ],
)
def test_the_last_day_ends_where_the_customer_lives(country: str, moment: datetime, decision: Decision):
    assert judge(facts(country=country, reported_at=moment), book()).decision == decision


def test_in_summer_time_the_day_ends_an_hour_earlier():
    claim = facts(installed_on=date(2025, 7, 1))

    last = judge(replace(claim, reported_at=datetime(2030, 7, 1, 21, 59, tzinfo=UTC)), book())
    late = judge(replace(claim, reported_at=datetime(2030, 7, 1, 22, 0, tzinfo=UTC)), book())

    assert (last.decision, late.decision) == (Decision.IN_WARRANTY, Decision.OUT_OF_WARRANTY)


def test_a_new_policy_and_a_new_country_are_lines_in_the_book():
    terms = PolicyTerms(policy="POL-NEW", term_months=12, start_rule="purchase", markets=frozenset({"JP"}), id=7)
    law = LawTerms(country="JP", term_months=18, burden_months=6, id=9)
    wider = Book.of([terms], [law])
    claim = facts(policy="POL-NEW", country="JP", buyer=BuyerKind.CONSUMER)

    ruling = judge(claim, wider)

    assert (ruling.end_commercial, ruling.end_statutory) == (date(2026, 2, 20), date(2026, 8, 20))
    assert (ruling.policy_version, ruling.law_version) == (7, 9)
    assert judge(replace(claim, country="SE"), wider).reason == Reason.NO_POLICY


def test_the_narrower_version_goes_before_the_wider_and_the_later_before_the_earlier():
    versions = [
        PolicyTerms(policy="P", term_months=months, start_rule="purchase", id=months, **scope)
        for months, scope in (
            (10, {}),
            (20, {"valid_from": date(2025, 1, 1)}),
            (30, {"markets": frozenset({"SE"})}),
            (40, {"models": frozenset({"LUNA"})}),
        )
    ]
    many = Book.of(versions, [])

    def chosen(**asked: object) -> int:
        terms = many.policy_for("P", **{"model": "HALO", "market": "FR", "sold": date(2024, 12, 31), **asked})
        return terms.term_months if terms else 0

    assert chosen() == 10
    assert chosen(sold=date(2025, 1, 1)) == 20
    assert chosen(sold=None) == 10
    assert chosen(market="SE", sold=date(2025, 1, 1)) == 30
    assert chosen(model="LUNA", market="SE") == 40
