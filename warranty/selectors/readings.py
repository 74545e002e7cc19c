"""What would be decided if a paper were verified with this day or that."""

from dataclasses import replace
from datetime import date

from warranty.book import current_book
from warranty.coverage import judge
from warranty.evidence import Evidence, read_evidence
from warranty.models import Claim, Proof, ProofState
from warranty.papers.paper import Paper
from warranty.rulings import Ruling
from warranty.selectors.facts import facts_of, first_of_chain, record_of
from warranty.selectors.papers import papers_of


def evidence_for(claim: Claim) -> Evidence:
    """What speaks for and against a claim at this moment."""
    return read_evidence(papers_of([claim]).get(claim.pk, []), record_of(claim, first_of_chain(claim.unit)))


def ruling_with(claim: Claim, proof: Proof, day: date) -> Ruling:
    """What would be decided if the paper were verified with this day, everything else as it stands."""
    papers, first = papers_of([claim]).get(claim.pk, []), first_of_chain(claim.unit)
    evidence = read_evidence([_as_of(paper, proof, day) for paper in papers], record_of(claim, first))
    return judge(facts_of(claim, first, evidence), current_book())


def _as_of(paper: Paper, proof: Proof, day: date) -> Paper:
    if paper.id != proof.pk:
        return paper
    return replace(paper, dated_on=day, or_dated_on=None, state=ProofState.VERIFIED.value, is_known_partner=True)
