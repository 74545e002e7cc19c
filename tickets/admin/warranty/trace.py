"""How a verdict came about, step by step, in words and days that an engineer can read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from tickets.admin.warranty.words import in_words
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


def _result(code: str) -> str:
    if code in Basis.values:
        return str(Basis(code).label)
    told = reason_for_staff(code)
    return in_words(code) if told == code and flag_for_staff(code) == code else _named(told, code)


def _named(told: str, code: str) -> str:
    return f"{flag_for_staff(code) if told == code else told} ({code})"
