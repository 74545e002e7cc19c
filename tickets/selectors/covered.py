"""The lines of a case with what decides on their cover, in the same few statements for one unit as for five hundred."""

from collections.abc import Sequence
from typing import Final

from django.db.models import Prefetch, QuerySet

from tickets.models import Ticket, TicketLine
from warranty.models import Claim, Proof

# How a verdict came about is the desk's to read, and long.
UNREAD: Final = ("claim__verdict__trace", "claim__verdict__contradictions")


def claims_of(ticket: Ticket) -> QuerySet[Claim]:
    """What is asked for the units of the case, in the order of its lines."""
    return Claim.objects.filter(line__ticket=ticket).order_by("line__position")


def covered(lines: QuerySet[TicketLine]) -> QuerySet[TicketLine]:
    """These lines with claim, verdict, override and papers at hand."""
    papers = Prefetch("claim__proofs", queryset=Proof.objects.select_related("file").defer("proposal"))
    whole = lines.select_related("product", "claim__verdict__policy_version").defer(*UNREAD)
    return whole.prefetch_related("claim__overrides", papers)


def covered_lines(ticket: Ticket, only: Sequence[TicketLine]) -> list[TicketLine]:
    """Some lines of the case afresh."""
    return list(covered(ticket.lines.filter(pk__in=[line.pk for line in only])))


def papers_of(lines: Sequence[TicketLine]) -> list[Proof]:
    """The papers of these lines, each once, the newest first."""
    found = {proof.pk: proof for line in lines if line.claim for proof in line.claim.proofs.all()}
    return sorted(found.values(), key=lambda proof: proof.pk, reverse=True)
