"""The values of a stored verdict in the words of whoever reads it at the desk."""

from collections.abc import Mapping
from datetime import date
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

WORDS: Final[Mapping[str, StrOrPromise]] = {
    "ok": gettext_lazy("in order"),
    "no start": gettext_lazy("no start is proven"),
    "moved": gettext_lazy("the end has moved"),
    "open": gettext_lazy("open"),
    "possible": gettext_lazy("possible, a person judges"),
    "closed": gettext_lazy("closed"),
    "unknown": gettext_lazy("not in the registry"),
    "other_brand": gettext_lazy("of another maker"),
    "defaced": gettext_lazy("defaced"),
    "safety_symptom": gettext_lazy("dangerous"),
    "stolen": gettext_lazy("stolen"),
    "clone": gettext_lazy("seen in two places"),
    "replaced": gettext_lazy("replaced already"),
    "open_rma": gettext_lazy("on its way back already"),
    "invoice_qty_exceeded": gettext_lazy("more units than the invoice names"),
    "invoice_model_mismatch": gettext_lazy("invoice for another model"),
    "reseller_unknown": gettext_lazy("seller unknown"),
    "invoice": gettext_lazy("invoice"),
    "install_cert": gettext_lazy("installation certificate"),
    "telemetry": gettext_lazy("first day online"),
    "sellout": gettext_lazy("sell-out list"),
    "log": gettext_lazy("the charger's log"),
}


def in_words(value: object) -> str:
    """A day as the reader writes days; a word of ours in the reader's language; anything else as it is."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(in_words(each) for each in value) or "–"
    text = str(value)
    return _day(text) or str(WORDS.get(text, text))


def _day(text: str) -> str:
    try:
        return date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT")
    except ValueError:
        return ""
