"""Which papers a verdict rests on and what speaks against them: the same, whatever order they came in."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import partial
from typing import Any

from warranty.facts import Mark, Source
from warranty.papers.contradictions import Contradiction, contradictions_among
from warranty.papers.paper import (
    CERTIFICATE,
    INVOICE,
    PENDING,
    REJECTED,
    VERIFIED,
    Paper,
    UnitRecord,
    is_for_another_model,
)

__all__ = ["Contradiction", "Evidence", "Paper", "Refusal", "Refused", "UnitRecord", "read_evidence"]


class Refusal(StrEnum):
    """Why a paper does not count."""

    REJECTED = "rejected"
    UNDATED = "undated"
    BEHIND_REGISTRY = "behind_registry"
    ANOTHER_IS_BETTER = "another_is_better"


@dataclass(frozen=True, slots=True)
class Refused:
    paper: Paper
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What the papers and the registry together prove of one unit."""

    sources: frozenset[str]
    sold_on: date | None
    installed_on: date | None
    # Set where a paper that nobody has verified may be read so as well.
    or_sold_on: date | None
    or_installed_on: date | None
    flags: frozenset[str]
    used: tuple[Paper, ...]
    refused: tuple[Refused, ...]
    # Papers that a person has yet to look at, counted or not.
    waiting: tuple[Paper, ...]
    contradictions: tuple[Contradiction, ...]

    @property
    def is_verified(self) -> bool:
        """Whether every paper it rests on was verified by a person."""
        return all(paper.state == VERIFIED for paper in self.used)

    def papers_as_data(self) -> list[dict[str, Any]]:
        """The papers as they are kept beside a verdict: those it rests on, then those that do not count and why."""
        return [_as_data(paper, "") for paper in self.used] + [_as_data(r.paper, r.because) for r in self.refused]

    def contradictions_as_data(self) -> list[dict[str, Any]]:
        return [{"code": c.code, "values": list(c.values), "paper": c.paper} for c in self.contradictions]


def read_evidence(papers: Collection[Paper], unit: UnitRecord) -> Evidence:
    """The best paper of each kind and the registry's own word, with every contradiction among them."""
    standing = sorted((paper for paper in papers if paper.state != REJECTED), key=partial(_merit, unit))
    invoice = _first(standing, INVOICE)
    if invoice is not None and invoice.state == PENDING and unit.sold_on:
        invoice = None  # our own list is verified already; the paper speaks once a person has looked at it
    certificate = _first(standing, CERTIFICATE)
    used = tuple(paper for paper in (invoice, certificate) if paper is not None)
    return Evidence(
        sources=frozenset(_sources(invoice, certificate, unit)),
        sold_on=invoice.dated_on if invoice else unit.sold_on,
        installed_on=certificate.dated_on if certificate else None,
        or_sold_on=_other_reading(invoice),
        or_installed_on=_other_reading(certificate),
        flags=frozenset(_flags(invoice, unit)) if invoice else frozenset(),
        used=used,
        refused=tuple(_refused(papers, used, unit)),
        waiting=tuple(paper for paper in standing if paper.state == PENDING),
        contradictions=contradictions_among(standing, unit),
    )


def _merit(unit: UnitRecord, paper: Paper) -> tuple[object, ...]:
    """Papers for this very model go first, then what a person verified, what names the unit, the earlier date."""
    names_it = bool(unit.serial) and unit.serial in paper.serials
    return (
        is_for_another_model(paper, unit),
        paper.state != VERIFIED,
        not names_it,
        paper.dated_on or date.max,
        paper.sha256,
        paper.id,
    )


def _first(papers: Iterable[Paper], kind: str) -> Paper | None:
    return next((paper for paper in papers if paper.kind == kind and paper.dated_on is not None), None)


def _sources(invoice: Paper | None, certificate: Paper | None, unit: UnitRecord) -> Iterator[str]:
    if invoice is not None:
        yield Source.INVOICE
    if certificate is not None:
        yield Source.INSTALL_CERT
    if unit.first_online_on is not None:
        yield Source.TELEMETRY
    if unit.sold_on is not None:
        yield Source.SELLOUT


def _other_reading(paper: Paper | None) -> date | None:
    return paper.or_dated_on if paper is not None and paper.state == PENDING else None


def _flags(invoice: Paper, unit: UnitRecord) -> Iterator[str]:
    """What rule 3 asks of the invoice; a machine's reading accuses nobody."""
    if invoice.state != VERIFIED:
        return
    if invoice.used_by > invoice.quantity:
        yield Mark.INVOICE_QTY_EXCEEDED
    if is_for_another_model(invoice, unit):
        yield Mark.INVOICE_MODEL_MISMATCH
    if not invoice.is_known_partner:
        yield Mark.RESELLER_UNKNOWN


def _refused(papers: Iterable[Paper], used: Sequence[Paper], unit: UnitRecord) -> Iterator[Refused]:
    for paper in sorted(papers, key=partial(_merit, unit)):
        if paper not in used:
            yield Refused(paper, _why_not(paper, used))


def _why_not(paper: Paper, used: Sequence[Paper]) -> str:
    if paper.state == REJECTED:
        return Refusal.REJECTED
    if paper.dated_on is None:
        return Refusal.UNDATED
    is_beaten = any(other.kind == paper.kind for other in used)
    return Refusal.ANOTHER_IS_BETTER if is_beaten else Refusal.BEHIND_REGISTRY


def _as_data(paper: Paper, because: str) -> dict[str, Any]:
    return {
        "id": paper.id,
        "kind": paper.kind,
        "state": paper.state,
        "dated_on": paper.dated_on.isoformat() if paper.dated_on else None,
        "issuer": paper.issuer,
        "sha256": paper.sha256,
        "quantity": paper.quantity,
        "refused": str(because),
    }
