"""“What would change it”, as sentences."""

from collections.abc import Mapping
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from tickets.admin.warranty.words import in_words
from warranty.counterfactuals import Lever, WhatIf
from warranty.decisions import Basis, Decision
from warranty.rulings import Legal

# Each lever from a day on, up to a day, between two days, and on whatever possible day.
DAYS: Final[Mapping[Lever, tuple[StrOrPromise, StrOrPromise, StrOrPromise, StrOrPromise]]] = {
    Lever.INVOICE: (
        gettext_lazy("With an invoice dated on or after %(since)s: %(then)s."),
        gettext_lazy("With an invoice dated on or before %(until)s: %(then)s."),
        gettext_lazy("With an invoice dated from %(since)s to %(until)s: %(then)s."),
        gettext_lazy("With any invoice since the unit was made: %(then)s."),
    ),
    Lever.CERTIFICATE: (
        gettext_lazy("With an installation certificate of %(since)s or later: %(then)s."),
        gettext_lazy("With an installation certificate of %(until)s or earlier: %(then)s."),
        gettext_lazy("With an installation certificate from %(since)s to %(until)s: %(then)s."),
        gettext_lazy("With any installation certificate: %(then)s."),
    ),
    Lever.DELIVERY: (
        gettext_lazy("If it was delivered on or after %(since)s: %(then)s."),
        gettext_lazy("If it was delivered on or before %(until)s: %(then)s."),
        gettext_lazy("If it was delivered from %(since)s to %(until)s: %(then)s."),
        gettext_lazy("If the day of the delivery were known: %(then)s."),
    ),
    Lever.DISCOVERY: (
        gettext_lazy("If the fault was found on or after %(since)s: %(then)s."),
        gettext_lazy("If the fault was found on or before %(until)s: %(then)s."),
        gettext_lazy("If the fault was found from %(since)s to %(until)s: %(then)s."),
        gettext_lazy("If it were known when the fault was found: %(then)s."),
    ),
    Lever.LOG: (
        gettext_lazy("With the charger's log showing the fault on or after %(since)s: %(then)s."),
        gettext_lazy("With the charger's log showing the fault on or before %(until)s: %(then)s."),
        gettext_lazy("With the charger's log showing the fault from %(since)s to %(until)s: %(then)s."),
        gettext_lazy("With the charger's log of the fault: %(then)s."),
    ),
}
OTHERWISE: Final[Mapping[Lever, StrOrPromise]] = {
    Lever.CONSUMER: gettext_lazy("If a private person was the first buyer: %(then)s."),
    Lever.BUSINESS: gettext_lazy("If a company bought it: %(then)s."),
    Lever.NO_EXCLUSION: gettext_lazy("If the exclusion were not confirmed: %(then)s."),
    Lever.EXCLUSION: gettext_lazy("If the exclusion were confirmed: %(then)s."),
    Lever.PLATE: gettext_lazy("If its identity were proven another way: %(then)s."),
    Lever.MARK: gettext_lazy("If it were not “%(mark)s”: %(then)s."),
}


def sentence(wish: WhatIf) -> str:
    """One fact that would have to be otherwise, and what would be decided then."""
    words = {"then": _outcome(wish), "mark": in_words(wish.mark)}
    if wish.since is None or wish.until is None:
        return str(OTHERWISE[wish.lever]) % words
    since_only, until_only, between, whichever = DAYS[wish.lever]
    words |= {"since": date_format(wish.since), "until": date_format(wish.until)}
    if wish.to_last:
        return str(whichever if wish.from_first else since_only) % words
    return str(until_only if wish.from_first else between) % words


def _outcome(wish: WhatIf) -> str:
    ruling = wish.ruling
    said = str(Decision(ruling.decision).label)
    if ruling.decision == Decision.IN_WARRANTY:
        said = f"{said} ({Basis(ruling.basis).label})"
    if ruling.legal == Legal.OPEN and ruling.end_statutory is not None:
        until = _("legal guarantee until %(day)s") % {"day": date_format(ruling.end_statutory)}
        said = f"{said}, {until}"
    return said
