"""What the customer may hear of the cover of their units, those of which the same is to be said told together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django_stubs_ext import StrOrPromise

from tickets.models import TicketLine
from warranty.decisions import Basis, Decision
from warranty.explanations import being_looked_at, explain, explain_override, told_of
from warranty.models import Claim, ProofState, Verdict
from warranty.rulings import Reason
from warranty.standing import Effective, effective


@dataclass(frozen=True)
class Heard:
    """What is said of one unit: the decision in a word, why, and the two ends, each by itself."""

    label: StrOrPromise
    tone: str
    text: str
    ends: tuple[tuple[StrOrPromise, date], ...] = ()
    next_step: StrOrPromise = ""
    # The version of the terms on which it rests, for whoever wants to read it up.
    version: int | None = None
    wants_proof: bool = False
    # Decided, or waiting for the customer: worth a mail.
    is_news: bool = True


@dataclass(frozen=True)
class Cover:
    """One answer, and the units that it is for."""

    heard: Heard
    lines: Sequence[TicketLine]


LOOKED_AT: Final = gettext_lazy("We look at it")
LABELS: Final[dict[str, tuple[StrOrPromise, str]]] = {
    Decision.IN_WARRANTY: (gettext_lazy("In warranty"), "ours"),
    Decision.OUT_OF_WARRANTY: (gettext_lazy("Out of warranty"), ""),
    Decision.VOID: (gettext_lazy("Not covered"), ""),
    Decision.NEEDS_PROOF: (gettext_lazy("Waiting for you"), "wait"),
    Decision.REVIEW: (LOOKED_AT, "done"),
}
HOW_IT_GOES_ON: Final = gettext_lazy(
    "Please send nothing yet: we write to you how the unit is repaired or replaced and through whom it comes back."
)
ASK_AGAIN: Final = gettext_lazy(
    "If you see it differently, or have papers that we have not seen, answer us: a person looks at it again."
)


def covers_of(lines: Iterable[TicketLine], *, on: date, brand: str) -> list[Cover]:
    """What may be heard of these lines now, in the active language; see `selectors.covered` for how to load them."""
    by_answer: dict[Heard, list[TicketLine]] = {}
    for line in lines:
        if line.claim is not None:
            by_answer.setdefault(heard_of(line.claim, on=on, brand=brand), []).append(line)
    return [Cover(heard, told) for heard, told in by_answer.items()]


def heard_of(claim: Claim, *, on: date, brand: str) -> Heard:
    """What the customer may hear of one claim; of a refusal nothing before a person stands behind it."""
    standing = effective(claim, on=on)
    if not standing.may_be_heard:
        return Heard(LOOKED_AT, "done", being_looked_at(brand=brand), is_news=False)
    if standing.override is not None:
        return _overridden(claim, standing, brand)
    assert claim.verdict is not None
    return _decided(claim, claim.verdict, brand)


def _overridden(claim: Claim, standing: Effective, brand: str) -> Heard:
    assert standing.override is not None
    override = standing.override
    label, tone = LABELS[override.decision]
    text = explain_override(
        decision=override.decision, is_goodwill=override.is_goodwill, until=override.expires_on, brand=brand
    )
    return Heard(
        label=label,
        tone=tone,
        text=text,
        ends=_legal_end(claim.verdict),
        next_step=_next_step(override.decision, ""),
        wants_proof=override.decision == Decision.NEEDS_PROOF,
        is_news=override.decision != Decision.REVIEW,
    )


def _decided(claim: Claim, verdict: Verdict, brand: str) -> Heard:
    if verdict.decision == Decision.NEEDS_PROOF and _is_being_verified(claim):
        return Heard(gettext_lazy("We verify your papers"), "done", _verifying(brand), is_news=False)
    label, tone = LABELS[verdict.decision]
    if verdict.decision == Decision.IN_WARRANTY and verdict.basis == Basis.STATUTORY:
        label = gettext_lazy("The seller answers for it")
    told = told_of(verdict, brand=brand)
    is_decided = verdict.decision not in {Decision.NEEDS_PROOF, Decision.REVIEW}
    return Heard(
        label=label,
        tone=tone,
        text=explain(told),
        ends=_ends(verdict, brand) if is_decided else (),
        version=verdict.policy_version_id if is_decided else None,
        next_step=_next_step(verdict.decision, verdict.basis) if is_decided else "",
        wants_proof=verdict.reason in ASKING or told.would_proof_help,
        is_news=verdict.decision != Decision.REVIEW,
    )


ASKING: Final = frozenset({Reason.PROOF_OF_PURCHASE, Reason.INVOICE_MODEL_MISMATCH})


def _is_being_verified(claim: Claim) -> bool:
    return any(proof.state == ProofState.PENDING for proof in claim.proofs.all())


def _verifying(brand: str) -> str:
    return _(
        "Your proof of purchase has reached us. An engineer of %(brand)s verifies it and then decides on the warranty;"
        " you need not do anything."
    ) % {"brand": brand}


Ends = tuple[tuple[StrOrPromise, date], ...]


def _ends(verdict: Verdict, brand: str) -> Ends:
    """The maker's end first, then the law's; one never stands for the other."""
    if verdict.commercial_until is None:
        return _legal_end(verdict)
    is_repair = verdict.basis == Basis.REPAIR
    label = _("Guarantee on the repair, until") if is_repair else _("%(brand)s warranty, until") % {"brand": brand}
    return ((label, verdict.commercial_until), *_legal_end(verdict))


def _legal_end(verdict: Verdict | None) -> Ends:
    if verdict is None or verdict.statutory_until is None:
        return ()
    return ((_("Legal rights against the seller, until"), verdict.statutory_until),)


def _next_step(decision: str, basis: str) -> StrOrPromise:
    if decision == Decision.IN_WARRANTY:
        return "" if basis == Basis.STATUTORY else HOW_IT_GOES_ON
    return ASK_AGAIN if decision in {Decision.VOID, Decision.OUT_OF_WARRANTY} else ""
