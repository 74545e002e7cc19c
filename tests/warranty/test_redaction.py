"""Papers whose time is over are erased; what decided stays, and what somebody still needs is left alone."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.models import User
from files.models import StoredFile
from files.services import store_file
from tests.factories import (
    ClaimFactory,
    PolicyVersionFactory,
    ResellerFactory,
    TicketFactory,
    TicketLineFactory,
    VerdictFactory,
)
from tests.warranty.paper_samples import FRENCH, pdf
from tickets.periodic import redact_outlived_papers
from tickets.states import TicketStatus
from warranty.models import Claim, Proof, Standing
from warranty.selectors.papers import papers_of
from warranty.services.proofs import Findings, note_view, reject_proof, submit_proof, verify_proof
from warranty.services.readings import read_waiting
from warranty.services.redaction import redact_due

pytestmark = pytest.mark.django_db
# The later end is 20 May 2030; the policy keeps papers twelve months longer.
LAST_DAY = datetime(2031, 5, 20, 12, tzinfo=UTC)
NEXT_DAY = LAST_DAY + timedelta(days=1)


def decided(**verdict: object) -> Claim:
    claim = ClaimFactory()
    VerdictFactory(claim=claim, policy_version=PolicyVersionFactory(keep_papers_months=12), **verdict)
    return claim


def paper_for(*claims: Claim, file: StoredFile | None = None) -> Proof:
    file = file or store_file(name="facture.pdf", content=pdf(*FRENCH))
    proof = submit_proof(file=file, claims=claims, uploaded_by="Camille Durand", at=timezone.now())
    read_waiting()
    return proof


@pytest.fixture
def redact(django_capture_on_commit_callbacks):
    def run(at: datetime = NEXT_DAY, **more: object) -> int:
        with django_capture_on_commit_callbacks(execute=True):
            return redact_due(at=at, **more)

    return run


def test_keeps_date_seller_model_quantity_and_hash_and_nothing_of_the_person(redact, engineer: User):
    claim, partner = decided(), ResellerFactory(name="Elec du Sud")
    proof = paper_for(claim)
    findings = Findings(
        dated_on=date(2025, 5, 12), partner=partner, number="FA-1", quantity=2, product=claim.product, how="by phone"
    )
    verify_proof(proof=proof, findings=findings, user=engineer)
    note_view(proof=proof, user=engineer)
    file = proof.file

    assert redact() == 1

    proof.refresh_from_db()
    assert (proof.dated_on, proof.partner, proof.issuer) == (date(2025, 5, 12), partner, "Elec du Sud")
    assert (proof.product, proof.quantity, proof.sha256) == (claim.product, 2, file.sha256)
    assert (proof.state, proof.decided_by, proof.redacted_at) == ("verified", engineer, NEXT_DAY)
    assert (proof.file, proof.number, proof.serials, proof.proposal, proof.uploaded_by) == (None, "", [], {}, "")
    assert default_storage.exists(file.key) is False
    assert StoredFile.objects.get(pk=file.pk).erased_at is not None
    assert proof.views.count() == 1


def test_is_done_once(redact):
    paper_for(decided())

    assert [redact(), redact()] == [1, 0]


def test_not_a_day_too_early(redact):
    proof = paper_for(decided())

    assert redact(LAST_DAY) == 0

    proof.refresh_from_db()
    assert default_storage.exists(proof.file.key)


@pytest.mark.parametrize(
    ("verdict", "due"),
    [
        ({"statutory_until": date(2031, 1, 1)}, False),
        ({"commercial_until": None, "statutory_until": date(2027, 5, 12)}, True),
        ({"commercial_until": None, "statutory_until": date(2030, 5, 21)}, False),
        ({"standing": Standing.PROVISIONAL}, False),
        ({"commercial_until": None, "statutory_until": None, "start_on": None}, True),
    ],
)
def test_the_later_of_both_ends_counts_and_only_an_issued_verdict(redact, verdict, due):
    paper_for(decided(**verdict))

    assert redact() == int(due)


def test_where_no_end_was_computed_the_day_of_issue_counts(redact):
    claim = decided(commercial_until=None, statutory_until=None, start_on=None)
    proof, issued = paper_for(claim), claim.verdict.issued_at

    assert redact(issued + timedelta(days=360)) == 0
    assert redact(issued + timedelta(days=370)) == 1
    proof.refresh_from_db()
    assert proof.redacted_at is not None


def test_waits_for_the_last_of_its_claims_and_for_a_verdict_at_all(redact):
    late = ClaimFactory()
    paper_for(decided(), late)

    assert redact() == 0
    VerdictFactory(claim=late, policy_version=None, commercial_until=date(2032, 1, 1))
    assert redact() == 0
    assert redact(datetime(2033, 1, 2, 12, tzinfo=UTC)) == 1


def test_a_file_goes_only_with_the_last_paper_it_is(redact, engineer: User):
    file = store_file(name="facture.pdf", content=pdf(*FRENCH))
    first = paper_for(decided(), file=file)
    reject_proof(proof=first, because="no_date", note="", user=engineer)
    paper_for(decided(commercial_until=date(2040, 1, 1)), file=file)

    assert redact() == 1

    assert default_storage.exists(file.key)
    assert StoredFile.objects.get(pk=file.pk).erased_at is None


@pytest.mark.parametrize("status", [TicketStatus.OPEN, TicketStatus.WAITING, TicketStatus.HELD, TicketStatus.NEW])
def test_the_clock_leaves_alone_what_an_unfinished_case_leans_on(status: str):
    claim = decided()
    ticket = TicketFactory(status=status)
    TicketLineFactory(ticket=ticket, unit=claim.unit, claim=claim)
    paper_for(claim)

    with time_machine.travel(NEXT_DAY):
        assert redact_outlived_papers() == 0
        ticket.status = TicketStatus.CLOSED
        ticket.save(update_fields=["status"])
        assert redact_outlived_papers() == 1


def test_a_redacted_paper_still_speaks_for_its_claim(redact, engineer: User):
    claim = decided()
    proof = paper_for(claim)
    verify_proof(proof=proof, findings=Findings(dated_on=date(2025, 5, 12)), user=engineer)
    redact()

    paper = papers_of([claim])[claim.pk][0]

    assert (paper.dated_on, paper.state, paper.sha256) == (date(2025, 5, 12), "verified", proof.sha256)
