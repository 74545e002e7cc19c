"""What is said where the maker's warranty does not pay; a person has confirmed it before anybody reads it."""

from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from warranty.explanations.phrases import day, span
from warranty.explanations.rights import rights
from warranty.explanations.told import Told, end_of_term
from warranty.rulings import EXCLUDED, Flag, Legal, Reason


def expired(told: Told) -> list[str]:
    """Out of warranty."""
    return [_ended(told), *rights(told), *_next_step(told)]


def _ended(told: Told) -> str:
    if told.end_commercial is None:
        return _("The %(brand)s warranty on this unit has ended.") % {"brand": told.brand}
    words = {"brand": told.brand, "end": day(told.end_commercial)}
    if told.reason == Reason.CAP:
        return (
            _(
                "The %(brand)s warranty on this unit ended on %(end)s at the latest, counted from the day on which it"
                " left our works. An invoice would not change that, so you need not send one."
            )
            % words
        )
    if told.start is None or told.term_months is None or end_of_term(told) != told.end_commercial:
        return _("The %(brand)s warranty on this unit ended on %(end)s, before the fault was reported.") % words
    return _(
        "The %(brand)s warranty on this unit (%(term)s from %(start)s) ended on %(end)s, before the fault was reported."
    ) % {**words, "term": span(told.term_months), "start": day(told.start)}


def void(told: Told) -> list[str]:
    """Not covered whatever the dates: not ours, not to be told which, or broken by something the warranty excludes."""
    words = {"brand": told.brand}
    if told.reason == Reason.NOT_OUR_PRODUCT:
        return [
            _("This unit was not made by %(brand)s, so our warranty cannot cover it.") % words,
            _("Please turn to its maker or to the seller."),
        ]
    if told.reason == Reason.SERIAL_DEFACED:
        return [
            _(
                "The serial number on the plate has been made unreadable, so the %(brand)s warranty does not cover the"
                " unit."
            )
            % words,
            _("If you find the number in the app or on the box, send it to us and we look at it again."),
            *rights(told),
        ]
    return [_excluded(told) % words, *_remaining_rights(told), *_next_step(told)]


def _excluded(told: Told) -> str:
    return str(CAUSES.get(told.reason.removeprefix(EXCLUDED), UNNAMED))


def _remaining_rights(told: Told) -> list[str]:
    if Flag.SELLER_CHECK in told.flags:
        return [
            *rights(told),
            _("The seller still has to look at the fault by itself; our answer does not decide that."),
        ]
    return rights(told)


def _next_step(told: Told) -> list[str]:
    # No price may be held out while the law may still make it free of charge.
    if told.legal in OPEN:
        return []
    return [_("If you wish, we send you an estimate; nothing is repaired at your cost before you have accepted it.")]


OPEN: Final = frozenset({Legal.OPEN, Legal.POSSIBLE})
UNNAMED: Final = gettext_lazy(
    "The %(brand)s warranty does not cover this fault: its cause is one that the warranty excludes."
)
CAUSES: Final[dict[str, StrOrPromise]] = {
    "INSTALLATION": gettext_lazy(
        "The %(brand)s warranty does not cover this fault: it comes from the way the unit was installed."
    ),
    "OVERVOLTAGE": gettext_lazy(
        "The %(brand)s warranty does not cover this fault: it comes from overvoltage or lightning."
    ),
    "DAMAGE": gettext_lazy("The %(brand)s warranty does not cover this fault: the unit was damaged from outside."),
    "WATER": gettext_lazy(
        "The %(brand)s warranty does not cover this fault: water came in where the unit was opened or mounted."
    ),
    "MODIFIED": gettext_lazy("The %(brand)s warranty does not cover this fault: the unit was opened or modified."),
    "MISUSE": gettext_lazy(
        "The %(brand)s warranty does not cover this fault: the unit was used for something it is not made for."
    ),
}
