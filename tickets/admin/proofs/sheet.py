"""A paper as its page shows it: the days it may mean and what would follow, what contradicts it, whom it is for."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from django_stubs_ext import StrOrPromise

from accounts.models import Partner
from tickets.admin.forms.proof import RejectForm, VerifyForm, as_proposed
from tickets.admin.warranty.papers import MOST_NAMED, TONES, conflict_in_words
from tickets.models import Ticket, TicketLine
from tickets.selectors.covered import claims_of
from tickets.selectors.proofs import other_lines, proofs_of
from warranty.decisions import Decision
from warranty.models import Claim, Proof, ProofState, Rejection
from warranty.selectors.readings import Standpoint, standpoints

MOST_DAYS: Final = 8
# So many units are looked at for contradictions and outcomes; a case may hold five hundred.
MOST_JUDGED: Final = 6
MOST_PARTNERS: Final = 400


@dataclass(frozen=True)
class Outcome:
    """What would be decided, and until when cover would reach."""

    decision: str
    until: date | None

    @property
    def label(self) -> StrOrPromise:
        return Decision(self.decision).label


@dataclass(frozen=True)
class Day:
    """A day that stands on the paper, how it is written there, and what would be decided with it."""

    on: date
    written: str
    outcomes: Sequence[Outcome] = ()
    is_chosen: bool = False

    @property
    def value(self) -> str:
        return self.on.isoformat()


@dataclass(frozen=True)
class OtherCase:
    """Another case with the same file or number, and its units that lean on it."""

    ticket: Ticket
    units: Sequence[str]

    @property
    def shown(self) -> Sequence[str]:
        return self.units[:MOST_NAMED]

    @property
    def more(self) -> int:
        return max(len(self.units) - MOST_NAMED, 0)


@dataclass(frozen=True)
class ProofSheet:
    """What the page of a paper says; `form` and `rejection` are what was typed and refused, where something was."""

    ticket: Ticket
    proof: Proof
    form: VerifyForm
    rejection: RejectForm = field(default_factory=RejectForm)
    notice: str = ""

    @classmethod
    def of(
        cls, ticket: Ticket, proof: Proof, *, form: VerifyForm | None = None, rejection: RejectForm | None = None
    ) -> "ProofSheet":
        """The page of this paper, blank or with what was refused."""
        return cls(ticket, proof, form or VerifyForm(initial=as_proposed(proof)), rejection or RejectForm())

    @property
    def tone(self) -> str:
        return TONES[ProofState(self.proof.state)]

    @property
    def is_undecided(self) -> bool:
        return self.proof.state == ProofState.PENDING

    @cached_property
    def days(self) -> list[Day]:
        """The days that were read on it, each reading of an ambiguous one by itself."""
        written: dict[date, str] = {}
        for found in self.proof.proposal.get("dates", []):
            for text in filter(None, (found["on"], found["or"])):
                written.setdefault(date.fromisoformat(text), found["written"])
        days = list(written)[:MOST_DAYS]
        chosen = str(self.form["day"].value() or "")
        return [Day(day, written[day], self._outcomes(day), day.isoformat() == chosen) for day in days]

    @property
    def reads_two_ways(self) -> bool:
        return self.is_undecided and self.proof.or_dated_on is not None

    @property
    def is_decisive(self) -> bool:
        """Whether the two readings of the date would be decided differently."""
        readings = {self.proof.dated_on, self.proof.or_dated_on}
        decided = {tuple(outcome.decision for outcome in day.outcomes) for day in self.days if day.on in readings}
        return len(decided) > 1

    @cached_property
    def conflicts(self) -> list[str]:
        """What does not fit together: a sentence for each conflict, of many units' the first."""
        sentences: dict[str, str] = {}
        for standpoint in self._standpoints:
            for found in standpoint.evidence.contradictions:
                if found.paper in {self.proof.pk, 0}:
                    sentences.setdefault(found.code, conflict_in_words(found.code, found.values))
        return list(sentences.values())

    @property
    def others(self) -> list[OtherCase]:
        """The other cases that lean on the same file or number."""
        by_case: dict[Ticket, list[str]] = {}
        for line in other_lines(self.proof, self.ticket):
            by_case.setdefault(line.ticket, []).append(str(line))
        return [OtherCase(ticket, units) for ticket, units in by_case.items()]

    @property
    def lines(self) -> list[tuple[TicketLine, bool]]:
        """The units of the case, and whether the paper is for them."""
        own = set(self.proof.claims.values_list("pk", flat=True))
        typed = set(self.form.cleaned_data.get("lines", ())) if self.form.is_bound and self.form.errors else None
        lines = self.ticket.lines.exclude(claim=None).select_related("product").order_by("position")
        return [(line, line.pk in typed if typed is not None else line.claim_id in own) for line in lines]

    @property
    def sellers(self) -> list[str]:
        """Names to choose from: those that were read, then our partners."""
        read = [seller["name"] for seller in self.proof.proposal.get("sellers", [])]
        partners = Partner.objects.filter(is_active=True).order_by("name").values_list("name", flat=True)
        return list(dict.fromkeys([*read, *partners[:MOST_PARTNERS]]))

    @property
    def text(self) -> str:
        return str(self.proof.proposal.get("text", ""))

    @property
    def reasons(self) -> list[tuple[str, str]]:
        return [(value, str(label)) for value, label in Rejection.choices]

    @property
    def has_another(self) -> bool:
        """Whether another paper of the case may do, so that the customer need not be asked for one."""
        return proofs_of(self.ticket).exclude(pk=self.proof.pk).exclude(state=ProofState.REJECTED).exists()

    @cached_property
    def _standpoints(self) -> list[Standpoint]:
        claims = claims_of(self.ticket).filter(proofs=self.proof).select_related("unit__product", "product")
        return standpoints(list(claims[:MOST_JUDGED]))

    def _outcomes(self, day: date) -> list[Outcome]:
        """What would be decided if it were verified with this day, each decision once."""
        if not self.is_undecided:
            return []
        rulings = [standpoint.ruling_with(self.proof, day) for standpoint in self._standpoints]
        return list(dict.fromkeys(Outcome(ruling.decision, ruling.end_commercial) for ruling in rulings))


def claims_chosen(form: VerifyForm, ticket: Ticket) -> list[Claim]:
    """The claims of the units that were ticked; of a case with one unit it is always that one."""
    claims = list(claims_of(ticket).select_related("line"))
    if len(claims) == 1:
        return claims
    ticked = set(form.cleaned_data["lines"])
    return [claim for claim in claims if claim.line.pk in ticked]
