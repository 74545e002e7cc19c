"""Claims as they stand at this moment, and what would be decided if a paper of theirs were verified."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from warranty.book import current_book
from warranty.coverage import judge
from warranty.evidence import Evidence, read_evidence
from warranty.models import Claim, Proof, ProofState, Unit
from warranty.papers.paper import Paper
from warranty.rulings import Ruling
from warranty.selectors.facts import facts_of, first_of_chain, record_of
from warranty.selectors.papers import papers_of


@dataclass(frozen=True)
class Standpoint:
    """A claim with its papers and the first unit of its chain, loaded once and judged as often as one likes."""

    claim: Claim
    papers: Collection[Paper]
    first: Unit | None

    @property
    def evidence(self) -> Evidence:
        return read_evidence(self.papers, record_of(self.claim, self.first))

    def ruling_with(self, proof: Proof, day: date) -> Ruling:
        """What would be decided if the paper were verified with this day, everything else as it stands."""
        papers = [_as_of(paper, proof, day) for paper in self.papers]
        evidence = read_evidence(papers, record_of(self.claim, self.first))
        return judge(facts_of(self.claim, self.first, evidence), current_book())


def standpoints(claims: Collection[Claim]) -> list[Standpoint]:
    """The claims as they stand."""
    papers = papers_of(claims)
    return [Standpoint(claim, papers.get(claim.pk, []), first_of_chain(claim.unit)) for claim in claims]


def _as_of(paper: Paper, proof: Proof, day: date) -> Paper:
    if paper.id != proof.pk:
        return paper
    return replace(paper, dated_on=day, or_dated_on=None, state=ProofState.VERIFIED.value, is_known_partner=True)
