"""Questions to the papers of a case."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from django.db.models import Q, QuerySet

from tickets.models import Ticket, TicketLine
from tickets.selectors.covered import claims_of
from warranty.models import Attention, Proof, ProofView
from warranty.selectors.proofs import other_uses

MOST_OTHERS: Final = 200
MOST_VIEWS: Final = 50


def proofs_of(ticket: Ticket) -> QuerySet[Proof]:
    """The papers of the case: those put to its units, and those that came with its messages."""
    own = Q(claims__line__ticket=ticket) | Q(file__attachments__message__ticket=ticket)
    return Proof.objects.filter(pk__in=Proof.objects.filter(own).order_by().values("pk")).order_by("pk")


def wants_proof(ticket: Ticket) -> bool:
    """Whether a unit of the case lacks a proof of purchase, or nobody has looked yet whether it does."""
    lacking = Q(attention=Attention.NEEDS_PROOF) | Q(verdict=None)
    return claims_of(ticket).filter(lacking).exists()


def proof_in(ticket: Ticket, pk: int) -> Proof | None:
    """A paper of this case; None when it belongs to another one."""
    return proofs_of(ticket).select_related("file", "partner", "product", "decided_by").filter(pk=pk).first()


def other_lines(proof: Proof, ticket: Ticket) -> Sequence[TicketLine]:
    """Units of other cases that lean on the same file or the same number of the same seller."""
    own = TicketLine.objects.filter(claim__proofs=proof)
    others = TicketLine.objects.filter(Q(claim__in=other_uses(proof)) | Q(pk__in=own.values("pk")))
    shown = others.exclude(ticket=ticket).select_related("ticket").order_by("-ticket", "position")
    return list(shown.only("serial", "position", "ticket__number", "ticket__status")[:MOST_OTHERS])


def views_of(proof: Proof) -> Sequence[ProofView]:
    """Who looked at the paper, the last first."""
    return list(proof.views.select_related("user")[:MOST_VIEWS])


def proofs_made_of(files: Collection[uuid.UUID]) -> Mapping[uuid.UUID | None, Proof]:
    """The paper that each of these files is, where it is one; of several the last."""
    return {proof.file_id: proof for proof in Proof.objects.filter(file__in=files).order_by("pk")}
