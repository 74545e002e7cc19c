"""The text of papers is read in the background, and what it seems to say is written beside them."""

from typing import Final

import structlog
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from accounts.models import Partner
from files.models import StoredFile
from warranty import catalogue
from warranty.models import Claim, Proof, ProofState
from warranty.papers.numbers import tidy_number
from warranty.papers.pdf_text import text_of_pdf
from warranty.papers.proposals import Known, Proposal, propose
from warranty.selectors.proofs import leaning_on, unread_proofs
from warranty.services.claims import mark_due
from warranty.services.proofs import lock_proof

AT_ONCE: Final = 50

log = structlog.get_logger(__name__)


def read_waiting() -> int:
    """Read the papers that nobody has read; may run twice at once, the first to be done counts."""
    waiting = list(unread_proofs()[:AT_ONCE])
    if waiting:
        partners = dict(Partner.objects.filter(is_active=True).values_list("name", "pk"))
        for proof in waiting:
            _read(proof, partners)
    return len(waiting)


def _read(proof: Proof, partners: dict[str, int]) -> None:
    try:
        known = Known(
            until=timezone.localdate(proof.uploaded_at),
            partners=partners,
            products={code: product.name for code, product in catalogue.products().items()},
        )
        note_proposal(proof=proof, proposal=propose(_text(proof.file), known))
    except Exception:  # no paper may hold up the others, whatever it is made of
        log.exception("paper_not_read", proof=proof.pk)
        Proof.objects.filter(pk=proof.pk, read_at=None).update(read_at=timezone.now())


def _text(file: StoredFile | None) -> str:
    if file is None or file.erased_at is not None:
        return ""
    try:
        with default_storage.open(file.key) as content:
            return text_of_pdf(content.read())
    except OSError:
        log.warning("paper_without_bytes", file=str(file.pk))
        return ""


@transaction.atomic
def note_proposal(*, proof: Proof, proposal: Proposal) -> Proof:
    """Keep what was read; an undecided paper takes from it what the text says beyond doubt, for a first verdict."""
    proof = lock_proof(proof)
    if proof.read_at is not None:
        return proof
    proof.read_at = timezone.now()
    if proof.redacted_at is None:
        proof.proposal = proposal.as_data()
    if proof.state == ProofState.PENDING:
        _take_over(proof, proposal)
    proof.save()
    if proof.state == ProofState.PENDING:
        mark_due(Claim.objects.filter(pk__in=leaning_on(proof)))
    return proof


def _take_over(proof: Proof, proposal: Proposal) -> None:
    clear = proposal.clear
    if clear is not None:
        proof.dated_on, proof.or_dated_on = clear.on, clear.or_on
    if len(proposal.sellers) == 1:
        proof.issuer, proof.partner_id = proposal.sellers[0].name, proposal.sellers[0].partner or None
    if len(proposal.numbers) == 1:
        proof.number = tidy_number(proposal.numbers[0])
    proof.serials, proof.currency = proposal.serials, proposal.currency
    proof.quantity = proposal.quantity or 1
