"""How a verdict came about, step by step, in words and days that an engineer can read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from warranty.decisions import Basis
from warranty.explanations.staff import flag_for_staff, reason_for_staff

RULES: Final[Mapping[str, StrOrPromise]] = {
    "0": gettext_lazy("Safety"),
    "1": gettext_lazy("Whose unit it is"),
    "2": gettext_lazy("What became of the unit"),
    "3": gettext_lazy("Sanity of the invoice"),
    "4": gettext_lazy("Start of the warranty"),
    "5": gettext_lazy("Legal guarantee"),
    "6": gettext_lazy("No start proven"),
    "7": gettext_lazy("Repairs and swaps"),
    "8": gettext_lazy("Open on the day"),
    "9": gettext_lazy("Exclusion"),
    "10": gettext_lazy("Paid repair"),
    "11": gettext_lazy("Expired"),
    "12": gettext_lazy("Reported in time"),
    "13": gettext_lazy("Doubts"),
    "14": gettext_lazy("Dead on arrival"),
    "15": gettext_lazy("Covered"),
}
INPUTS: Final[Mapping[str, StrOrPromise]] = {
    "symptom": gettext_lazy("symptom"),
    "serial": gettext_lazy("serial number"),
    "model": gettext_lazy("model"),
    "unit": gettext_lazy("unit"),
    "invoice": gettext_lazy("invoice"),
    "manufactured": gettext_lazy("made"),
    "policy": gettext_lazy("policy"),
    "sold": gettext_lazy("sold, or else shipped"),
    "start": gettext_lazy("start"),
    "end": gettext_lazy("end"),
    "evidence": gettext_lazy("evidence"),
    "country": gettext_lazy("country"),
    "delivered": gettext_lazy("delivered"),
    "since": gettext_lazy("since"),
    "until": gettext_lazy("until"),
    "counts": gettext_lazy("the day that counts"),
    "legal": gettext_lazy("legal guarantee"),
    "spent": gettext_lazy("spent whatever the invoice says"),
    "before": gettext_lazy("before"),
    "stays": gettext_lazy("stays at the trader's"),
    "reported": gettext_lazy("reported"),
    "discovered": gettext_lazy("found"),
    "exclusion": gettext_lazy("exclusion"),
    "returned": gettext_lazy("returned"),
    "latest": gettext_lazy("at the latest"),
    "basis": gettext_lazy("basis"),
    "burden": gettext_lazy("burden on the seller until"),
}
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


@dataclass(frozen=True)
class TraceRow:
    """One rule that was asked: what it looked at, and what came of it."""

    number: str
    rule: StrOrPromise
    inputs: Sequence[tuple[StrOrPromise, str]]
    result: str


def trace_rows(trace: Iterable[Mapping[str, Any]]) -> list[TraceRow]:
    """The steps of a stored verdict."""
    return [
        TraceRow(
            number=step["rule"],
            rule=RULES.get(step["rule"], ""),
            inputs=[(INPUTS.get(name, name), in_words(value)) for name, value in step["inputs"].items()],
            result=_result(str(step["result"])),
        )
        for step in trace
    ]


def start_reason(trace: Iterable[Mapping[str, Any]]) -> str:
    """By what the start was found, which the verdict's own reason does not always tell."""
    found = (str(step["result"]) for step in trace if step["rule"] == "4" and step["inputs"].get("start"))
    return reason_for_staff(next(found, ""))


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


def _result(code: str) -> str:
    if code in Basis.values:
        return str(Basis(code).label)
    told = reason_for_staff(code)
    return in_words(code) if told == code and flag_for_staff(code) == code else _named(told, code)


def _named(told: str, code: str) -> str:
    return f"{flag_for_staff(code) if told == code else told} ({code})"
