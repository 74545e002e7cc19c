"""Terms by the time of sale, for whoever does not say when they bought."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warranty.public_terms.sale_periods import SalePeriod, markets_of, sale_periods
from warranty.terms import PURCHASE, Book, PolicyTerms


def terms(number: int, **said: object) -> PolicyTerms:
    return PolicyTerms(policy="P", id=number, term_months=12 * number, start_rule=PURCHASE, **said)


FIRST, SINCE_2025, LUNA = (
    terms(1),
    terms(2, valid_from=date(2025, 1, 1)),
    terms(3, models=frozenset({"LUNA"})),
)


def test_a_model_goes_from_one_version_to_the_next_without_a_gap():
    book = Book.of([FIRST, SINCE_2025, LUNA], [])

    assert sale_periods(book, "P", model="HALO") == (
        SalePeriod(None, date(2024, 12, 31), FIRST),
        SalePeriod(date(2025, 1, 1), None, SINCE_2025),
    )


def test_a_version_for_the_model_alone_holds_whenever_it_was_sold():
    assert sale_periods(Book.of([FIRST, SINCE_2025, LUNA], []), "P", model="LUNA") == (SalePeriod(None, None, LUNA),)


def test_before_the_first_version_nothing_is_promised():
    assert sale_periods(Book.of([SINCE_2025], []), "P", model="HALO") == (
        SalePeriod(date(2025, 1, 1), None, SINCE_2025),
    )
    assert sale_periods(Book.of([], []), "P", model="HALO") == ()


def test_markets_with_terms_of_their_own_are_named():
    swiss = terms(4, markets=frozenset({"CH", "LI"}))
    book = Book.of([FIRST, swiss], [])

    assert markets_of(book, "P") == ["CH", "LI"]
    assert [period.terms for period in sale_periods(book, "P", model="HALO", market="CH")] == [swiss]
    assert [period.terms for period in sale_periods(book, "P", model="HALO")] == [FIRST]


DAYS = st.dates(date(2000, 1, 1), date(2040, 1, 1))


@given(st.lists(st.none() | DAYS, max_size=6), DAYS)
def test_whatever_was_published_the_period_of_a_day_names_the_version_that_the_engine_chooses(starts, day):
    book = Book.of([terms(n, valid_from=since) for n, since in enumerate(starts, start=1)], [])
    periods = sale_periods(book, "P", model="HALO")

    found = [p.terms for p in periods if (p.since or date.min) <= day <= (p.until or date.max)]

    chosen = book.policy_for("P", model="HALO", market="", sold=day)
    assert found == ([chosen] if chosen else [])
    for earlier, later in pairwise(periods):
        assert later.since
        assert earlier.until == later.since - timedelta(days=1)


@pytest.mark.parametrize("market", ["", "SE"])
def test_another_policy_has_no_say(market):
    assert sale_periods(Book.of([FIRST], []), "Q", model="HALO", market=market) == ()
