"""Where two meet over a paper: one decides and the other is told; no verdict overlooks what changed beside it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import User
from accounts.roles import sync_roles
from common.errors import DomainError
from files.services import store_file
from mail.models import OutgoingMail
from tests.factories import (
    ClaimFactory,
    PolicyVersionFactory,
    ResellerFactory,
    TicketFactory,
    TicketLineFactory,
    UnitFactory,
    UserFactory,
)
from tests.warranty.paper_samples import SWEDISH, pdf
from tickets.models import EventKind, Ticket
from tickets.services import proofs as case_papers
from warranty.models import Claim, Proof, ProofState, Standing
from warranty.services import readings, verdicts
from warranty.services.proofs import Findings, submit_proof, verify_proof
from warranty.services.verdicts import judge_claim

pytestmark = pytest.mark.django_db(transaction=True)
SOLD = date(2025, 5, 12)


def paper_for(*claims: Claim, text: str = "x") -> Proof:
    file = store_file(name="facture.pdf", content=pdf(text))
    return submit_proof(file=file, claims=claims, uploaded_by="Camille", at=timezone.now())


def alone(work: Callable[[], object]) -> Callable[[], str]:
    """The work as a thread does it: what it was told when it was refused."""

    def run() -> str:
        try:
            work()
        except DomainError as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "done"

    return run


def together(*works: Callable[[], object]) -> list[str]:
    with ThreadPoolExecutor(len(works)) as pool:
        return [future.result(timeout=30) for future in [pool.submit(alone(work)) for work in works]]


@pytest.fixture
def case() -> Ticket:
    sync_roles()
    ticket, unit = TicketFactory(), UnitFactory()
    TicketLineFactory(ticket=ticket, unit=unit, claim=ClaimFactory(unit=unit))
    return ticket


@pytest.fixture
def people() -> list[User]:
    return [UserFactory(name="Anna Berg"), UserFactory(name="Ola Nord")]


def verifying(case: Ticket, proof: Proof, user: User) -> Callable[[], object]:
    claims = list(Claim.objects.filter(line__ticket=case))
    findings = Findings(dated_on=SOLD, number=f"by {user.name}")
    return lambda: case_papers.verify_proof(ticket=case, proof=proof, findings=findings, claims=claims, user=user)


def rejecting(case: Ticket, proof: Proof, user: User) -> Callable[[], object]:
    return lambda: case_papers.reject_proof(ticket=case, proof=proof, because="no_date", note="", user=user)


def test_a_paper_verified_twice_at_once_is_verified_by_one_and_the_other_is_told(case: Ticket, people: list[User]):
    proof = paper_for(*Claim.objects.all())

    said = together(*(verifying(case, proof, user) for user in people))

    winner = people[said.index("done")]
    proof.refresh_from_db()
    assert (proof.state, proof.decided_by, proof.number) == (
        ProofState.VERIFIED,
        winner,
        f"BY{winner.name.upper().replace(' ', '')}",
    )
    assert sorted(text == "done" for text in said) == [False, True]
    assert f"{winner.name} has decided about this paper already" in "".join(said)
    assert case.events.filter(kind=EventKind.PROOF_VERIFIED).count() == 1


def test_of_verifying_and_rejecting_at_once_one_wins_and_nothing_of_the_other_stays(case: Ticket, people: list[User]):
    for round_ in range(4):
        proof = paper_for(*Claim.objects.all(), text=str(round_))
        before = OutgoingMail.objects.filter(kind="tickets/proof_rejected").count()

        said = together(verifying(case, proof, people[0]), rejecting(case, proof, people[1]))

        proof.refresh_from_db()
        is_verified = said[0] == "done"
        assert sorted(text == "done" for text in said) == [False, True]
        assert proof.state == (ProofState.VERIFIED if is_verified else ProofState.REJECTED)
        assert (proof.rejection == "", proof.dated_on == SOLD) == (is_verified, is_verified)
        mails = OutgoingMail.objects.filter(kind="tickets/proof_rejected").count() - before
        assert mails == (0 if is_verified else 1)


def test_a_verdict_computed_while_a_paper_is_verified_is_computed_again(monkeypatch, people: list[User]):
    PolicyVersionFactory()
    claim = ClaimFactory()
    proof = paper_for(claim)
    has_read, may_go_on = Event(), Event()

    def slowly(*given: object) -> object:
        ruling = judge(*given)
        has_read.set()
        may_go_on.wait(10)
        return ruling

    judge = verdicts.judge
    monkeypatch.setattr(verdicts, "judge", slowly)
    findings = Findings(dated_on=SOLD, partner=ResellerFactory())
    with ThreadPoolExecutor(2) as pool:
        judging = pool.submit(alone(lambda: judge_claim(claim=claim)))
        assert has_read.wait(10)
        deciding = pool.submit(alone(lambda: verify_proof(proof=proof, findings=findings, user=people[0])))
        with pytest.raises(TimeoutError):
            deciding.result(timeout=0.5)
        may_go_on.set()
        assert [judging.result(timeout=10), deciding.result(timeout=10)] == ["done", "done"]

    claim.refresh_from_db()
    first = claim.verdict
    assert claim.due_since is not None
    assert first.standing == Standing.PROVISIONAL
    second = judge_claim(claim=claim).verdict
    assert (second.pk != first.pk, second.facts["sold_on"]) == (True, "2025-05-12")


def test_the_same_file_sent_twice_at_once_is_one_paper():
    claim = ClaimFactory()

    said = together(*[lambda: paper_for(claim)] * 4)

    assert said == ["done"] * 4
    assert Proof.objects.count() == 1


def test_what_a_person_found_outlasts_what_a_machine_reads_at_the_same_moment(people: list[User]):
    for _round in range(3):
        claim = ClaimFactory()
        proof = paper_for(claim, text=" ".join(SWEDISH))
        findings = Findings(dated_on=date(2025, 1, 1), number="MINE")

        said = together(
            lambda p=proof, f=findings: verify_proof(proof=p, findings=f, user=people[0]), readings.read_waiting
        )

        proof.refresh_from_db()
        assert said == ["done", "done"]
        assert (proof.state, proof.dated_on, proof.number) == (ProofState.VERIFIED, date(2025, 1, 1), "MINE")
        assert proof.read_at is not None


def test_one_file_sent_in_several_cases_at_once_waits_and_none_dies():
    claims = [ClaimFactory() for _ in range(4)]
    paper_for(*claims)

    said = together(*(lambda claim=claim: paper_for(claim, ClaimFactory()) for claim in claims))

    assert said == ["done"] * 4
    assert [claim.proofs.count() for claim in claims] == [1, 1, 1, 1]


def test_papers_with_one_number_verified_crosswise_wait_for_each_other_and_none_dies(people: list[User]):
    partner, claims = ResellerFactory(), ClaimFactory.create_batch(6)
    papers = [paper_for(claim, text=str(n)) for n, claim in enumerate(claims)]
    findings = Findings(dated_on=SOLD, partner=partner, number="FA-1")

    said = together(
        *(lambda p=proof: verify_proof(proof=p, findings=findings, user=people[0]) for proof in papers),
    )

    assert said == ["done"] * 6
    assert Claim.objects.filter(due_since=None).exists() is False
