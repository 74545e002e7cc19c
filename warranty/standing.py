"""How a claim stands for people: the computed verdict, or the override that stands beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from warranty.decisions import Basis, Decision
from warranty.rulings import REFUSALS

if TYPE_CHECKING:
    from warranty.models import Claim, Override, Verdict

ISSUED = "issued"


@dataclass(frozen=True, slots=True)
class Effective:
    """What holds now; no decision where nothing has been computed yet."""

    decision: str = ""
    is_override: bool = False
    until: date | None = None
    is_final: bool = False
    override: "Override | None" = None

    @property
    def may_be_heard(self) -> bool:
        """Whether the customer may hear of it: of a refusal only once a person has confirmed it."""
        return bool(self.decision) and (self.is_final or self.decision not in REFUSALS)


def effective(claim: "Claim", *, on: date) -> Effective:
    """The standing override if there is one, else the verdict; `claim.overrides` may be prefetched."""
    override = standing_override(claim.overrides.all(), on=on)
    if override is not None:
        return Effective(
            decision=override.decision, is_override=True, until=override.expires_on, is_final=True, override=override
        )
    verdict = claim.verdict
    if verdict is None:
        return Effective()
    return Effective(decision=verdict.decision, until=_end_of(verdict), is_final=verdict.standing == ISSUED)


def standing_override(overrides: "Iterable[Override]", *, on: date) -> "Override | None":
    """The one that is neither withdrawn nor expired, and seconded where it has to be."""
    return next((override for override in overrides if is_in_force(override, on=on)), None)


def is_in_force(override: "Override", *, on: date) -> bool:
    return override.stands(on=on) and not override.waits_for_second


def _end_of(verdict: "Verdict") -> date | None:
    """The end of whichever cover decides: the maker's where it is open, else the law's."""
    is_legal_alone = verdict.decision == Decision.IN_WARRANTY and verdict.basis == Basis.STATUTORY
    return verdict.statutory_until if is_legal_alone else verdict.commercial_until
