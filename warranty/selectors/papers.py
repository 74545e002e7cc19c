"""The papers of claims as evidence is read from them, and who else leans on the same ones."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import F, Q

from common.text import fold
from warranty.models import Claim, Proof, ProofState
from warranty.papers.paper import Paper

# One paper may serve hundreds; to know some of them is enough.
MOST_NAMED: Final = 20
# Seller and number: what makes it the same invoice in another copy.
Invoice = tuple[str, str]
THROUGH: Final = Claim.proofs.through
UNITS: Final = {
    "of_claim": F("claims__pk"),
    "of_serial": F("claims__serial"),
    "of_unit": F("claims__unit_id"),
    "of_root": F("claims__unit__came_for__root_id"),
    "of_product": F("claims__product__code"),
    "of_unit_product": F("claims__unit__product__code"),
}


@dataclass(frozen=True)
class Use:
    """A claim that leans on a paper: of which unit, of which model; a unit and what it was swapped for are one."""

    proof: int
    claim: int
    serial: str
    unit: str
    model: str
    sha256: str
    invoice: Invoice | None

    @property
    def name(self) -> str:
        return self.serial or f"#{self.claim}"


def papers_of(claims: Collection[Claim]) -> dict[int, list[Paper]]:
    """The papers of each of these claims, the rejected too, in three statements however many claims there are."""
    pairs = list(THROUGH.objects.filter(claim__in=claims).order_by("pk").values_list("claim_id", "proof_id"))
    proofs = Proof.objects.select_related("partner", "product").in_bulk({proof for _claim, proof in pairs})
    uses = uses_of(proofs.values())
    found: dict[int, list[Paper]] = defaultdict(list)
    for claim_id, proof_id in pairs:
        found[claim_id].append(_paper(proofs[proof_id], claim_id, uses))
    return dict(found)


def uses_of(proofs: Iterable[Proof]) -> Sequence[Use]:
    """Every claim that leans on one of these papers, or on another copy of the same file or number."""
    files = {proof.sha256 for proof in proofs}
    numbers = {proof.number for proof in proofs if proof.number}
    if not files:
        return []
    rows = (
        Proof.objects.filter(Q(sha256__in=files) | Q(number__in=numbers), claims__isnull=False)
        .exclude(state=ProofState.REJECTED)
        .order_by("claims__pk", "pk")
        .values("pk", "sha256", "number", "issuer", "partner__name", **UNITS)
    )
    return [_use(row) for row in rows]


def invoice_of(proof: Proof) -> Invoice | None:
    """The invoice that the paper is a copy of; None where its seller or number is not known."""
    return _invoice(proof.issuer, proof.partner.name if proof.partner else None, proof.number)


def _invoice(issuer: str, partner_name: str | None, number: str) -> Invoice | None:
    """One seller, whether he was recognised or typed."""
    seller = fold(partner_name or issuer).strip()
    return (seller, number) if seller and number else None


def _use(row: Mapping[str, Any]) -> Use:
    unit = row["of_root"] or row["of_unit"]
    return Use(
        proof=row["pk"],
        claim=row["of_claim"],
        serial=row["of_serial"],
        unit=f"unit {unit}" if unit else row["of_serial"] or f"claim {row['of_claim']}",
        model=row["of_unit_product"] or row["of_product"] or "",
        sha256=row["sha256"],
        invoice=_invoice(row["issuer"], row["partner__name"], row["number"]),
    )


def _paper(proof: Proof, claim: int, uses: Sequence[Use]) -> Paper:
    invoice = invoice_of(proof)
    mine = next((use for use in uses if use.claim == claim), None)
    same_file = [use for use in uses if use.sha256 == proof.sha256]
    same_invoice = [use for use in uses if invoice and use.invoice == invoice and use.sha256 != proof.sha256]
    return Paper(
        sha256=proof.sha256,
        kind=proof.kind,
        state=proof.state,
        id=proof.pk,
        dated_on=proof.dated_on,
        or_dated_on=proof.or_dated_on,
        issuer=proof.partner.name if proof.partner else proof.issuer,
        is_known_partner=proof.partner is not None,
        number=proof.number,
        quantity=proof.quantity,
        used_by=_used_by([*same_file, *same_invoice], mine),
        product_code=proof.product.code if proof.product else "",
        serials=tuple(proof.serials),
        reused_in=_others(same_file, mine, proof),
        number_reused_in=_others(same_invoice, mine, proof),
    )


def _used_by(uses: Iterable[Use], mine: Use | None) -> int:
    """Different units of this model; one whose model nobody knows may be of this model."""
    model = mine.model if mine else ""
    return max(len({use.unit for use in uses if not model or use.model in {model, ""}}), 1)


def _others(uses: Collection[Use], mine: Use | None, proof: Proof) -> tuple[str, ...]:
    """Units that lean on another copy; those that were sent in with this very one are known to its reader."""
    own = {use.unit for use in uses if use.proof == proof.pk} | ({mine.unit} if mine else set())
    return tuple(sorted({use.name for use in uses if use.unit not in own})[:MOST_NAMED])
