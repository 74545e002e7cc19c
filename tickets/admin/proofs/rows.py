"""The papers on the page of their case."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from tickets.admin.warranty.papers import TONES
from tickets.models import Attachment, Ticket
from tickets.selectors.proofs import proofs_of
from warranty.models import Proof, ProofKind, ProofState


@dataclass(frozen=True)
class ProofRow:
    """One paper in the list."""

    proof: Proof

    @property
    def tone(self) -> str:
        return TONES[ProofState(self.proof.state)]


def papers_on_page(ticket: Ticket, files: Iterable[Attachment]) -> dict[str, Any]:
    """The papers of the case, and those of its files that might be papers too."""
    proofs = list(proofs_of(ticket).select_related("file"))
    standing = {proof.file_id for proof in proofs if proof.state != ProofState.REJECTED}
    return {
        "proofs": [ProofRow(proof) for proof in proofs],
        "proof_candidates": [a for a in files if a.file_id not in standing and a.file.erased_at is None],
        "proof_kinds": ProofKind.choices,
    }
