"""What is said where there is cover: until when, by whom, from which day on and how that is known."""

from collections.abc import Callable
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from warranty.explanations.phrases import day, span
from warranty.explanations.told import Told, end_of_term
from warranty.facts import Source
from warranty.rulings import Flag, Reason

Words = dict[str, str]


def covered(told: Told) -> list[str]:
    """The sentences on a cover that is not the law's alone."""
    if told.end_commercial is None:
        return [_("Covered by the %(brand)s warranty.") % {"brand": told.brand}]
    words = _words(told, told.end_commercial)
    said = [SENTENCES.get(told.reason, _plainly)(told, words) % words]
    if Flag.DATE_CONFLICT in told.flags:
        said.append(
            _(
                "The unit was online well before the day on the certificate, so the cover counts from its first day"
                " online."
            )
        )
    if _was_extended(told):
        said.append(_("The days that the unit spent being repaired or replaced have been added."))
    return said


def _words(told: Told, end: date) -> Words:
    return {
        "brand": told.brand,
        "end": day(end),
        "start": day(told.start) if told.start else "",
        "sold": day(told.sold_on) if told.sold_on else "",
        "term": span(told.term_months) if told.term_months else "",
        "certifier": told.issuer(Source.INSTALL_CERT),
        "seller": told.issuer(Source.INVOICE),
    }


def _was_extended(told: Told) -> bool:
    bare = end_of_term(told) if told.reason in COUNTED else None
    return bare is not None and told.end_commercial is not None and told.end_commercial > bare


def _plainly(_told: Told, words: Words) -> str:
    if words["start"] and words["term"]:
        return _("Covered until %(end)s by the %(brand)s warranty (%(term)s from %(start)s).")
    return _("Covered until %(end)s by the %(brand)s warranty.")


def _installed(told: Told, words: Words) -> str:
    if not words["term"]:
        return _("Covered until %(end)s by the %(brand)s warranty, which began with the installation on %(start)s.")
    if words["certifier"]:
        return _(
            "Covered until %(end)s by the %(brand)s warranty (%(term)s from installation on %(start)s, shown by the"
            " certificate of %(certifier)s)."
        )
    return _(
        "Covered until %(end)s by the %(brand)s warranty (%(term)s from installation on %(start)s, shown by the"
        " installation certificate)."
    )


def _online(told: Told, words: Words) -> str:
    if not words["term"]:
        return _(
            "Covered until %(end)s by the %(brand)s warranty, which began when the unit was first online on %(start)s."
        )
    return _("Covered until %(end)s by the %(brand)s warranty (%(term)s from the first day online, %(start)s).")


def _bought(told: Told, words: Words) -> str:
    if not words["term"]:
        return _("Covered until %(end)s by the %(brand)s warranty, which began with the purchase on %(start)s.")
    if words["seller"]:
        return _(
            "Covered until %(end)s by the %(brand)s warranty (%(term)s from the purchase on %(start)s, shown by the"
            " invoice of %(seller)s)."
        )
    return _("Covered until %(end)s by the %(brand)s warranty (%(term)s from the purchase on %(start)s).")


def _installed_late(told: Told, words: Words) -> str:
    if not (words["term"] and words["sold"]):
        return _plainly(told, words)
    return _(
        "Covered until %(end)s by the %(brand)s warranty (%(term)s from %(start)s, the latest day on which it could"
        " begin after the purchase on %(sold)s)."
    )


def _capped(told: Told, words: Words) -> str:
    return _(
        "Covered until %(end)s by the %(brand)s warranty. It cannot run any longer, counted from the day on which the"
        " unit left our works."
    )


def _after_repair(told: Told, words: Words) -> str:
    return _(
        "Covered until %(end)s by the %(brand)s warranty: after a repair or replacement under warranty the cover runs"
        " at least until then."
    )


def _found_in_time(told: Told, words: Words) -> str:
    return _(
        "The %(brand)s warranty ran until %(end)s. It covers this fault all the same: the charger's own log shows that"
        " it was there before, and it was reported in time."
    )


def _repaired_before(told: Told, words: Words) -> str:
    return _(
        "The same fault was repaired before at your cost. That repair is guaranteed until %(end)s, so it is covered."
    )


def _dead_on_arrival(told: Told, words: Words) -> str:
    if words["sold"]:
        return _(
            "The unit failed shortly after the purchase on %(sold)s, so you get a new unit, not a refurbished one. The"
            " %(brand)s warranty covers it until %(end)s."
        )
    return _(
        "The unit failed shortly after the purchase, so you get a new unit, not a refurbished one. The %(brand)s"
        " warranty covers it until %(end)s."
    )


COUNTED: Final = frozenset(
    {Reason.START_INSTALL, Reason.START_TELEMETRY, Reason.START_PURCHASE, Reason.INSTALL_LAG_CAP, Reason.DOA}
)
SENTENCES: Final[dict[str, Callable[[Told, Words], str]]] = {
    Reason.START_INSTALL: _installed,
    Reason.START_TELEMETRY: _online,
    Reason.START_PURCHASE: _bought,
    Reason.INSTALL_LAG_CAP: _installed_late,
    Reason.CAP: _capped,
    Reason.TAIL90: _after_repair,
    Reason.LATE_TAIL: _found_in_time,
    Reason.REPAIR_WARRANTY: _repaired_before,
    Reason.DOA: _dead_on_arrival,
}
