"""What would change a verdict: whatever is promised really comes about, and not a day beside it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warranty.counterfactuals import BY_MAKER, Lever, WhatIf, latest_run, what_would_change
from warranty.coverage import judge
from warranty.decisions import Decision
from warranty.facts import BuyerKind, Exclusion, Facts, Mark, SerialStatus, Source, Stay
from warranty.rulings import Legal, Reason
from warranty.terms import Book
from warranty.terms_files import book_on_file

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TODAY = NOW.date()


@cache
def book() -> Book:
    return book_on_file()


def facts(**given) -> Facts:
    return Facts(
        **{"policy": "POL-CA", "model": "HALO", "reported_at": NOW, "buyer": "business", "country": "SE"} | given
    )


def levers(asked: Facts) -> dict[Lever, WhatIf]:
    return {found.lever: found for found in what_would_change(asked, judge(asked, book()), book())}


def test_names_the_day_from_which_an_invoice_would_help():
    asked = facts(manufactured_on=date(2022, 3, 1), country="SE")

    invoice = levers(asked)[Lever.INVOICE]

    # 36 months from the sale reach the day of the report from here on; what is sold in 2025 has 60.
    assert (invoice.since, invoice.until) == (date(2023, 11, 23), TODAY)
    assert (invoice.from_first, invoice.to_last) == (False, True)
    assert invoice.ruling.decision == Decision.IN_WARRANTY


def test_says_so_when_any_invoice_would_do():
    asked = facts(manufactured_on=date(2025, 3, 1))

    invoice = levers(asked)[Lever.INVOICE]

    assert (invoice.since, invoice.from_first) == (date(2025, 3, 1), True)


def test_a_report_at_the_edge_of_the_calendar_is_wished_otherwise_too():
    asked = facts(reported_at=datetime(9999, 12, 31, 23, 59, tzinfo=UTC), manufactured_on=date(2025, 3, 1))

    assert Lever.INVOICE in levers(asked)


def test_asks_for_no_invoice_where_the_cover_is_spent():
    asked = facts(policy="POL-CAP", model="DAWN", manufactured_on=date(2019, 1, 1), shipped_on=date(2019, 2, 1))

    assert judge(asked, book()).reason == Reason.CAP
    assert Lever.INVOICE not in levers(asked)


def test_another_invoice_cures_one_that_names_another_model():
    asked = facts(
        manufactured_on=date(2025, 3, 1), sold_on=date(2025, 5, 1), evidence=frozenset({Source.INVOICE}),
        marks=frozenset({Mark.INVOICE_MODEL_MISMATCH}),
    )  # fmt: skip

    assert levers(asked)[Lever.INVOICE].ruling.decision == Decision.IN_WARRANTY


def test_a_certificate_helps_only_as_far_as_the_charger_was_not_online_before():
    asked = facts(manufactured_on=date(2022, 3, 1), sold_on=date(2023, 1, 5), first_online_on=date(2023, 11, 20))

    certificate = levers(asked)[Lever.CERTIFICATE]

    # Fifteen days after the first connection it would count from that again, which is too early.
    assert (certificate.since, certificate.until) == (date(2023, 11, 23), date(2023, 12, 4))


def test_a_log_that_shows_the_fault_before_the_end_helps_for_two_months():
    asked = facts(sold_on=date(2023, 11, 1), manufactured_on=date(2023, 1, 1), evidence=frozenset({Source.INVOICE}))

    log = levers(asked)[Lever.LOG]

    assert judge(asked, book()).end_commercial == date(2026, 11, 1)
    assert (log.since, log.until) == (date(2026, 9, 23), date(2026, 11, 1))
    assert log.ruling.reason == Reason.LATE_TAIL


def test_a_fault_found_earlier_opens_the_legal_guarantee_but_not_where_the_report_counts():
    sold = date(2020, 11, 1)
    found = {"sold_on": sold, "manufactured_on": sold, "evidence": frozenset({Source.INVOICE}), "buyer": "consumer"}

    assert levers(facts(country="SE", **found))[Lever.DISCOVERY].until == date(2023, 11, 1)
    assert Lever.DISCOVERY not in levers(facts(country="NO", **found))


def test_tells_until_when_a_consumer_would_have_rights():
    sold = date(2024, 6, 1)
    asked = facts(sold_on=sold, manufactured_on=sold, evidence=frozenset({Source.INVOICE}))

    consumer = levers(asked)[Lever.CONSUMER]

    assert (consumer.ruling.end_statutory, consumer.ruling.legal) == (date(2027, 6, 1), Legal.OPEN)


@pytest.mark.parametrize(
    ("state", "lever", "then"),
    [
        (Exclusion.CONFIRMED, Lever.NO_EXCLUSION, Decision.IN_WARRANTY),
        (Exclusion.ALLEGED, Lever.EXCLUSION, Decision.VOID),
    ],
)
def test_an_exclusion_decides(state, lever, then):
    sold = date(2025, 6, 1)
    asked = facts(sold_on=sold, evidence=frozenset({Source.INVOICE}), exclusion=state, exclusion_kind="overvoltage")

    assert levers(asked)[lever].ruling.decision == then


@pytest.mark.parametrize(
    ("given", "lever", "mark"),
    [
        ({"serial_status": SerialStatus.DEFACED}, Lever.PLATE, ""),
        ({"marks": frozenset({Mark.STOLEN})}, Lever.MARK, Mark.STOLEN),
        ({"marks": frozenset({Mark.OPEN_RMA, Mark.SAFETY_SYMPTOM})}, Lever.MARK, Mark.OPEN_RMA),
    ],
)
def test_names_what_stands_in_the_way_of_any_look_at_dates(given, lever, mark):
    asked = facts(sold_on=date(2025, 6, 1), evidence=frozenset({Source.INVOICE}), **given)

    found = levers(asked)

    assert list(found) == [lever]
    assert (found[lever].mark, found[lever].ruling.decision) == (mark, Decision.IN_WARRANTY)


def test_wishes_nothing_where_the_maker_covers():
    asked = facts(sold_on=date(2025, 6, 1), evidence=frozenset({Source.INVOICE}), buyer="consumer")

    assert levers(asked) == {}


def test_finds_the_latest_run_and_both_its_ends():
    low, high = date(2020, 1, 1), date(2026, 1, 1)
    first, last = date(2021, 5, 5), date(2023, 7, 7)

    assert latest_run(lambda day: first <= day <= last, [date(2022, 1, 1)], low=low, high=high) == (first, last)
    assert latest_run(lambda day: day >= first, [], low=low, high=high) == (first, high)
    assert latest_run(lambda day: day <= last, [], low=low, high=high) == (low, last)
    assert latest_run(lambda _day: False, [date(2022, 1, 1)], low=low, high=high) is None
    assert latest_run(lambda _day: True, [date.min, date.max], low=low, high=high) == (low, high)
    assert latest_run(lambda _day: True, [], low=high, high=low) is None


DAYS = st.dates(min_value=date(2018, 1, 1), max_value=date(2027, 12, 31))
SOURCES = [source.value for source in Source]
MARKS = [mark.value for mark in Mark]


@st.composite
def any_facts(draw) -> Facts:
    def maybe(strategy):
        return draw(st.none() | strategy)

    returned = draw(DAYS)
    stays = [Stay(kind, choice, returned - timedelta(days=draw(st.integers(0, 60))), returned)
             for kind, choice in draw(st.lists(st.tuples(
                 st.sampled_from(["repair", "replace", "paid"]),
                 st.sampled_from(["", "consumer_chose_repair", "same_fault"])), max_size=2))]  # fmt: skip
    state = draw(st.sampled_from(list(Exclusion)))
    return Facts(
        policy=draw(st.sampled_from(["POL-CA", "POL-CAP"])),
        model=draw(st.sampled_from(["HALO", "LUNA", "DAWN"])),
        reported_at=NOW + timedelta(minutes=draw(st.integers(-3_000_000, 500_000))),
        serial_status=draw(st.sampled_from([*[SerialStatus.OK] * 5, *SerialStatus])),
        marks=frozenset(draw(st.lists(st.sampled_from(MARKS), max_size=1))),
        buyer=draw(st.sampled_from(list(BuyerKind))),
        country=draw(st.sampled_from(["FR", "SE", "NO", "DE", "ES", "PT", "CH", "GB", ""])),
        manufactured_on=maybe(DAYS),
        shipped_on=maybe(DAYS),
        sold_on=maybe(DAYS),
        delivered_on=maybe(DAYS),
        installed_on=maybe(DAYS),
        first_online_on=maybe(DAYS),
        evidence=frozenset(draw(st.lists(st.sampled_from(SOURCES), max_size=3))),
        discovered_on=maybe(DAYS),
        history=tuple(stays),
        exclusion=state,
        exclusion_kind="" if state == Exclusion.NONE else "water",
    )


FIELD = {
    Lever.INVOICE: "sold_on",
    Lever.CERTIFICATE: "installed_on",
    Lever.DELIVERY: "delivered_on",
    Lever.DISCOVERY: "discovered_on",
    Lever.LOG: "discovered_on",
}


@given(any_facts(), st.randoms(use_true_random=False))
def test_every_promise_is_kept_on_each_of_its_days_and_on_none_beside_them(asked, random):
    now = judge(asked, book())

    for found in what_would_change(asked, now, book()):
        assert judge(found.facts, book()) == found.ruling
        if found.since is None:
            assert found.ruling.decision != now.decision or found.ruling.legal == Legal.OPEN
            continue
        assert found.until is not None
        must_be_makers = found.lever == Lever.LOG or now.decision == Decision.IN_WARRANTY
        span = (found.until - found.since).days
        inside = {found.since + timedelta(days=random.randint(0, span)) for _ in range(20)} | {found.since, found.until}
        before, after = found.since - timedelta(days=1), found.until + timedelta(days=1)
        for day in inside:
            assert keeps(replace(found.facts, **{FIELD[found.lever]: day}), makers=must_be_makers)
        if not found.from_first:
            assert not keeps(replace(found.facts, **{FIELD[found.lever]: before}), makers=must_be_makers)
        if not found.to_last:
            assert not keeps(replace(found.facts, **{FIELD[found.lever]: after}), makers=must_be_makers)


def keeps(changed: Facts, *, makers: bool) -> bool:
    ruling = judge(changed, book())
    return ruling.decision == Decision.IN_WARRANTY and (not makers or ruling.basis in BY_MAKER)


@given(any_facts())
def test_changes_one_fact_and_nothing_else(asked):
    for found in what_would_change(asked, judge(asked, book()), book()):
        allowed = {
            Lever.INVOICE: {"evidence", "sold_on", "contract_on", "marks"},
            Lever.CERTIFICATE: {"evidence", "installed_on"},
            Lever.DELIVERY: {"delivered_on"},
            Lever.DISCOVERY: {"discovered_on"},
            Lever.LOG: {"evidence", "discovered_on"},
            Lever.NO_EXCLUSION: {"exclusion", "exclusion_kind"},
            Lever.EXCLUSION: {"exclusion"},
            Lever.PLATE: {"serial_status"},
            Lever.MARK: {"marks"},
        }.get(found.lever, {"buyer"})
        moved = {name for name in Facts.__dataclass_fields__ if getattr(found.facts, name) != getattr(asked, name)}
        assert moved <= allowed
