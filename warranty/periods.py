"""Date arithmetic as contracts mean it: the day of the event is not counted, the period ends with the end of a day."""

from datetime import date, datetime, timedelta, tzinfo
from typing import Final

MONTHS: Final = 12
FEBRUARY: Final = 2
# Nothing of ours was made, sold or reported before.
EARLIEST: Final = date(1990, 1, 1)
LENGTHS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def months_after(day: date, months: int) -> date:
    """The same-numbered day so many months later, or the last of the month where there is none.

    29 February 2024 and 36 months end on 28 February 2027. Beyond the calendar lies its last day.
    """
    years, month = divmod(day.month - 1 + months, MONTHS)
    year, month = day.year + years, month + 1
    try:
        return date(year, month, day.day)
    except ValueError:
        return date(year, month, _length(year, month)) if year <= date.max.year else date.max


def days_after(day: date, days: int) -> date:
    """So many days later; beyond the calendar lies its last day."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max


def local_day(moment: datetime, zone: tzinfo) -> date:
    """The date where the customer lives; at the edge of the calendar the one that is written."""
    try:
        return moment.astimezone(zone).date()
    except OverflowError:
        return moment.date()


def _length(year: int, month: int) -> int:
    is_leap = month == FEBRUARY and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if is_leap else LENGTHS[month - 1]
