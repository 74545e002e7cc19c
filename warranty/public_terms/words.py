"""Terms in plain words: what a version of a policy or of a law means for whoever bought."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from warranty.explanations.phrases import day, span
from warranty.public_terms.sale_periods import SalePeriod
from warranty.terms import ALWAYS, INSTALLATION, NEVER, REPORT, LawTerms, PolicyTerms

Rows = list[tuple[str, str]]


def policy_in_words(terms: PolicyTerms) -> Rows:
    """Each promise of a version with its name."""
    return [
        (_("Term"), span(terms.term_months)),
        *beginning_in_words(terms),
        (
            _("After a repair or replacement under warranty"),
            ngettext(
                "At least %(days)s day of cover from the return, and the days in the workshop where the law adds them",
                "At least %(days)s days of cover from the return, and the days in the workshop where the law adds them",
                terms.tail_days,
            )
            % {"days": terms.tail_days},
        ),
        (
            _("If it fails at once"),
            ngettext(
                "Reported within %(days)s day of the purchase: a new unit, not a refurbished one",
                "Reported within %(days)s days of the purchase: a new unit, not a refurbished one",
                terms.doa_days,
            )
            % {"days": terms.doa_days},
        ),
        (
            _("After a repair at your cost"),
            ngettext(
                "%(days)s day of guarantee on the same fault",
                "%(days)s days of guarantee on the same fault",
                terms.paid_repair_days,
            )
            % {"days": terms.paid_repair_days},
        ),
        (
            _("Reporting a fault"),
            _("Within %(span)s of finding it") % {"span": span(terms.notice_months)},
        ),
    ]


def beginning_in_words(terms: PolicyTerms) -> Rows:
    """With which day the cover begins, and beyond which it does not go."""
    return [(_("It begins"), _start(terms)), *_limits(terms)]


def _start(terms: PolicyTerms) -> str:
    if terms.start_rule == INSTALLATION:
        return _(
            "With the installation, shown by its certificate; without one with the first day online, else with the"
            " purchase"
        )
    return _("With the purchase")


def _limits(terms: PolicyTerms) -> Rows:
    rows: Rows = []
    if terms.install_lag_cap_months is not None:
        words = {"span": span(terms.install_lag_cap_months)}
        rows.append((_("It begins at the latest"), _("%(span)s after the purchase") % words))
    if terms.shipment_cap_months is not None:
        words = {"span": span(terms.shipment_cap_months)}
        rows.append((_("It ends at the latest"), _("%(span)s after the unit left our works") % words))
    return rows


def sold_in_words(period: SalePeriod) -> str:
    """When a unit of this period was sold."""
    match period.since, period.until:
        case None, None:
            return _("Whenever it was sold")
        case None, until if until:
            return _("Sold until %(until)s") % {"until": day(until)}
        case since, None if since:
            return _("Sold from %(since)s") % {"since": day(since)}
        case since, until if since and until:
            return _("Sold from %(since)s to %(until)s") % {"since": day(since), "until": day(until)}
    raise AssertionError("Every period is one of these.")


def contracts_in_words(since: date | None, until: date | None) -> str:
    """For contracts of which days a law holds; `until` is the day from which another version does."""
    if until is None:
        return _("from %(day)s") % {"day": day(since)} if since else _("any")
    if since is None:
        return _("before %(day)s") % {"day": day(until)}
    return _("from %(since)s, before %(until)s") % {"since": day(since), "until": day(until)}


def law_in_words(law: LawTerms) -> list[str]:
    """What the law adds after a repair or replacement, and what has to lie within the term."""
    said = []
    if law.counts_from == REPORT:
        said.append(_("What counts is the day on which you report the fault."))
    if law.suspends_term:
        said.append(_("The days that the unit is away are added."))
    if law.suspends_cover:
        said.append(_("They are added to our own warranty too."))
    return [*said, *_repairs(law), *_renewal(law)]


def _repairs(law: LawTerms) -> list[str]:
    if not law.repair_adds_months:
        return []
    words = {"span": span(law.repair_adds_months), "most": law.repairs_that_add}
    if law.repairs_that_add is None:
        return [_("Each repair adds %(span)s.") % words]
    if law.repairs_that_add == 1:
        return [_("The first repair adds %(span)s.") % words]
    return [_("Each repair adds %(span)s, at most %(most)s times.") % words]


def _renewal(law: LawTerms) -> list[str]:
    if law.renewal == NEVER:
        return []
    words = {"span": span(law.renewed_term_months)}
    if law.renewal == ALWAYS:
        return [_("A replacement starts a new term of %(span)s.") % words]
    return [_("A replacement given though you had chosen repair starts a new term of %(span)s.") % words]
