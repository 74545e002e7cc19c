"""Papers whose time is over lose what was personal; what decided stays: date, seller, model, quantity, hash."""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from files.services import erase_file
from warranty.models import Claim, Proof
from warranty.selectors.proofs import outlived_proofs
from warranty.services.proofs import lock_proof


def redact_due(*, at: datetime, needed: QuerySet[Claim] | None = None) -> int:
    """Redact every paper whose time is over, each by itself; `needed` are claims that somebody still works on."""
    due = outlived_proofs(at=at)
    if needed is not None:
        due = due.exclude(claims__in=needed.values("pk"))
    return sum(_redact(proof, at=at, needed=needed) for proof in due.order_by("pk").iterator())


@transaction.atomic
def _redact(proof: Proof, *, at: datetime, needed: QuerySet[Claim] | None) -> int:
    proof = lock_proof(proof)
    # Looked at again under the lock: somebody may just have used the paper for something new.
    is_due = outlived_proofs(at=at).filter(pk=proof.pk).exists()
    if not is_due or (needed is not None and proof.claims.filter(pk__in=needed.values("pk")).exists()):
        return 0
    file, proof.file, proof.redacted_at = proof.file, None, at
    proof.number, proof.serials, proof.currency = "", [], ""
    proof.uploaded_by, proof.rejection_note, proof.how, proof.proposal = "", "", "", {}
    proof.save()
    if file is not None and not file.proofs.exists():
        erase_file(file=file)
    return 1
