"""The papers under a verdict, those that count and those that do not, and what contradicts what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from tickets.admin.warranty.words import in_words
from warranty.evidence import Refusal
from warranty.models import ProofKind, ProofState
from warranty.papers.contradictions import Conflict

MOST_NAMED: Final = 6
WHY_NOT: Final[Mapping[str, StrOrPromise]] = {
    Refusal.REJECTED: gettext_lazy("rejected"),
    Refusal.UNDATED: gettext_lazy("no day could be read from it"),
    Refusal.BEHIND_REGISTRY: gettext_lazy("not verified yet, so our own sell-out list goes first"),
    Refusal.ANOTHER_IS_BETTER: gettext_lazy("another paper goes first"),
}
CONFLICTS: Final[Mapping[str, StrOrPromise]] = {
    Conflict.FILE_REUSED: gettext_lazy("The same file stands for other units: %(all)s"),
    Conflict.NUMBER_REUSED: gettext_lazy("The same invoice number stands for other units: %(all)s"),
    Conflict.SALE_DATES_DIFFER: gettext_lazy("Invoice and sell-out list name different days: %(all)s"),
    Conflict.INVOICES_DIFFER: gettext_lazy("The invoices are of different days: %(all)s"),
    Conflict.OLDER_THAN_UNIT: gettext_lazy("The paper is of %(first)s, the unit was made on %(rest)s"),
    Conflict.SERIAL_NOT_NAMED: gettext_lazy("The paper names other serial numbers than %(first)s: %(rest)s"),
    Conflict.MODEL_DIFFERS: gettext_lazy("The paper is for %(first)s, the unit is a %(rest)s"),
    Conflict.DATE_READS_TWO_WAYS: gettext_lazy("The date may be read in two ways: %(all)s"),
}


@dataclass(frozen=True)
class PaperRow:
    """One paper; `why_not` is empty for one that the verdict rests on."""

    pk: int
    kind: StrOrPromise
    state: StrOrPromise
    tone: str
    dated: str
    issuer: str
    why_not: StrOrPromise = ""


TONES: Final = {ProofState.PENDING: "wait", ProofState.VERIFIED: "ours", ProofState.REJECTED: "alarm"}


def paper_rows(papers: Iterable[Mapping[str, Any]]) -> list[PaperRow]:
    """The papers as they are kept beside a verdict."""
    return [
        PaperRow(
            pk=paper["id"],
            kind=ProofKind(paper["kind"]).label,
            state=ProofState(paper["state"]).label,
            tone=TONES[ProofState(paper["state"])],
            dated=in_words(paper.get("dated_on")),
            issuer=paper.get("issuer") or "",
            why_not=WHY_NOT.get(paper.get("refused") or "", paper.get("refused") or ""),
        )
        for paper in papers
    ]


def conflicts(contradictions: Iterable[Mapping[str, Any]]) -> list[tuple[str, int]]:
    """Each contradiction as a sentence, with the paper that it is about (0 for none)."""
    return [
        (conflict_in_words(str(found["code"]), found.get("values", ())), int(found.get("paper") or 0))
        for found in contradictions
    ]


def conflict_in_words(code: str, values: Sequence[str]) -> str:
    """What does not fit together, in a sentence."""
    shown = [_in_full(value) for value in values[:MOST_NAMED]] or [_("not known")]
    if len(values) > MOST_NAMED:
        shown.append(_("and %(more)s more") % {"more": len(values) - MOST_NAMED})
    words = {"all": ", ".join(shown), "first": shown[0], "rest": ", ".join(shown[1:])}
    return str(CONFLICTS.get(code, code)) % words


def _in_full(value: str) -> str:
    """A day with its month in letters: where days differ, figures alone would be open to doubt again."""
    try:
        return date_format(date.fromisoformat(value), "DATE_FORMAT")
    except ValueError:
        return in_words(value)
