"""Days and months as contracts count them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warranty.periods import days_after, local_day, months_after

MONTHS = st.integers(0, 240)
DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 1, 31), 1, date(2025, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2025, 8, 31), 1, date(2025, 9, 30)),
        (date(2025, 12, 15), 1, date(2026, 1, 15)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(1999, 2, 28), 12, date(2000, 2, 28)),
        (date(2096, 2, 29), 48, date(2100, 2, 28)),
        (date(2025, 5, 20), 0, date(2025, 5, 20)),
    ],
)
def test_a_period_of_months_ends_on_the_same_numbered_day_or_the_last_of_the_month(day: date, months: int, end: date):
    assert months_after(day, months) == end


@given(DAYS, MONTHS)
def test_the_day_is_the_same_or_the_month_has_no_such_day(day: date, months: int):
    end = months_after(day, months)

    assert (end.year * 12 + end.month) - (day.year * 12 + day.month) == months
    assert end.day == day.day or (end.day < day.day and (end + timedelta(days=1)).day == 1)


@given(DAYS, MONTHS, MONTHS)
def test_a_longer_period_never_ends_earlier(day: date, months: int, more: int):
    assert months_after(day, months) <= months_after(day, months + more)


def test_a_moment_at_the_edge_of_the_calendar_has_a_day_too():
    last, first = datetime(9999, 12, 31, 23, 30, tzinfo=UTC), datetime(1, 1, 1, 0, 30, tzinfo=UTC)

    assert local_day(last, ZoneInfo("Europe/Stockholm")) == date.max
    assert local_day(first, ZoneInfo("America/New_York")) == date.min
    assert local_day(datetime(2026, 11, 23, 23, 30, tzinfo=UTC), ZoneInfo("Europe/Stockholm")) == date(2026, 11, 24)


def test_beyond_the_calendar_lies_its_last_day():
    assert months_after(date(9999, 1, 31), 36) == date.max
    assert months_after(date(9999, 11, 30), 3) == date.max
    assert days_after(date(9999, 12, 30), 90) == date.max
    assert days_after(date(2026, 9, 15), 90) == date(2026, 12, 14)
