"""Days and spans of time as the reader's language writes them."""

from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import ngettext

YEAR: Final = 12


def day(on: date) -> str:
    """20 May 2030, 20 mai 2030, 20 maj 2030."""
    return date_format(on, "DATE_FORMAT")


def span(months: int) -> str:
    """Whole years as years, anything else as months."""
    years, rest = divmod(months, YEAR)
    if rest:
        return ngettext("%(count)s month", "%(count)s months", months) % {"count": months}
    return ngettext("%(count)s year", "%(count)s years", years) % {"count": years}
