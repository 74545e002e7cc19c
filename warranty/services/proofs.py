"""Papers as evidence: taken in, verified or rejected by a person, looked at, put to units."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import Partner, User
from common.errors import DomainError
from common.text import clean_line
from files.kinds import PDF
from files.models import StoredFile
from mail.wakes import wake
from warranty.models import Claim, Product, Proof, ProofKind, ProofState, ProofView, Rejection
from warranty.papers.dates import EARLIEST
from warranty.papers.numbers import tidy_number
from warranty.selectors.proofs import leaning_on, leaning_on_file
from warranty.serials import read_serial
from warranty.services.claims import mark_due

READING: Final = "warranty.periodic.read_papers"
# The picture on a page, and the page again a moment later, are one look.
SAME_LOOK: Final = timedelta(minutes=1)
MOST_UNITS: Final = 100_000
MOST_SERIALS: Final = 1_000


@dataclass(frozen=True, kw_only=True)
class Findings:
    """What a person read on the paper; no partner means a seller whom we do not know."""

    dated_on: date
    kind: str = ProofKind.INVOICE
    issuer: str = ""
    partner: Partner | None = None
    number: str = ""
    quantity: int = 1
    currency: str = ""
    product: Product | None = None
    serials: Collection[str] = ()
    how: str = ""


@transaction.atomic
def submit_proof(
    *,
    file: StoredFile,
    claims: Collection[Claim],
    uploaded_by: str,
    at: datetime,
    kind: str = ProofKind.INVOICE,
) -> Proof:
    """Take a file in as evidence for these claims; the same file sent once more for one of them is the same paper."""
    ids = sorted({claim.pk for claim in claims})
    _lock({*ids, *leaning_on_file(file.sha256)})
    proof = _sent_before(file, ids)
    if proof is None:
        is_readable = file.content_type == PDF.content_type
        proof = Proof.objects.create(
            kind=kind,
            file=file,
            sha256=file.sha256,
            uploaded_by=clean_line(uploaded_by, limit=150),
            uploaded_at=at,
            read_at=None if is_readable else at,
        )
        if is_readable:
            transaction.on_commit(partial(wake, READING), robust=True)
    _put_to(proof, ids)
    return proof


@transaction.atomic
def verify_proof(*, proof: Proof, findings: Findings, user: User) -> Proof:
    """A person has read the paper and stands for what it says: from now on it authorises.

    Raises DomainError when somebody was faster or the findings cannot be.
    """
    proof = _lock_undecided(proof)
    _check_possible(findings)
    before = leaning_on(proof)
    proof.kind, proof.dated_on, proof.or_dated_on = findings.kind, findings.dated_on, None
    proof.partner, proof.product = findings.partner, findings.product
    proof.issuer = findings.partner.name if findings.partner else clean_line(findings.issuer)
    proof.number, proof.quantity = tidy_number(findings.number), findings.quantity
    proof.currency = clean_line(findings.currency, limit=3).upper()
    proof.serials = _tidy_serials(findings.serials)
    proof.how = clean_line(findings.how)
    _decide(proof, ProofState.VERIFIED, user)
    # Also whoever leans on the same invoice in another case: it may be used more often now than it is good for.
    mark_due(Claim.objects.filter(pk__in=before | leaning_on(proof)))
    return proof


@transaction.atomic
def reject_proof(*, proof: Proof, because: str, note: str, user: User) -> Proof:
    """The paper proves nothing, and this is why; it never counts again unless the decision is taken back."""
    proof = _lock_undecided(proof)
    note = clean_line(note, limit=300)
    if because not in Rejection.values:
        raise DomainError(_("Please say why the paper is rejected."), field="because")
    if because == Rejection.OTHER and not note:
        raise DomainError(_("Please say in your own words why; the customer reads it."), field="note")
    proof.rejection, proof.rejection_note = because, note
    _decide(proof, ProofState.REJECTED, user)
    mark_due(Claim.objects.filter(pk__in=leaning_on(proof)))
    return proof


@transaction.atomic
def reopen_proof(*, proof: Proof) -> Proof:
    """A wrong click is undone: the paper waits to be looked at again, and what was read of it stays."""
    proof = lock_proof(proof)
    if proof.state == ProofState.PENDING:
        raise DomainError(_("Nobody has decided about this paper yet."))
    if proof.redacted_at is not None:
        raise DomainError(_("The paper is not kept any more; the decision stands."))
    proof.state, proof.rejection, proof.rejection_note, proof.how = ProofState.PENDING, "", "", ""
    proof.decided_by, proof.decided_at = None, None
    proof.save()
    mark_due(Claim.objects.filter(pk__in=leaning_on(proof)))
    return proof


@transaction.atomic
def link_proof(*, proof: Proof, claims: Collection[Claim]) -> list[int]:
    """The paper speaks for these claims too; returns the ids of those it did not speak for before."""
    proof, ids = lock_proof(proof), sorted({claim.pk for claim in claims})
    _lock({*ids, *leaning_on(proof)})
    return _put_to(proof, ids)


@transaction.atomic
def choose_claims(*, proof: Proof, chosen: Collection[Claim], among: Collection[Claim]) -> bool:
    """Of these claims the paper speaks for the chosen ones and no others; whether that changed anything."""
    proof = lock_proof(proof)
    wanted, possible = {claim.pk for claim in chosen}, {claim.pk for claim in among}
    if not wanted:
        raise DomainError(_("Please say for which unit the paper is."), field="lines")
    present = set(proof.claims.filter(pk__in=possible).values_list("pk", flat=True))
    dropped, fresh = present - wanted, (wanted & possible) - present
    _lock(dropped | fresh | leaning_on(proof))
    proof.claims.remove(*dropped)
    proof.claims.add(*fresh)
    mark_due(Claim.objects.filter(pk__in=dropped | (leaning_on(proof) if dropped | fresh else set())))
    return bool(dropped or fresh)


def note_view(*, proof: Proof, user: User, unless_since: timedelta = timedelta()) -> None:
    """Write down that somebody looked at the paper; not again where they did so within `unless_since`."""
    at = timezone.now()
    if unless_since and proof.views.filter(user=user, seen_at__gt=at - unless_since).exists():
        return
    ProofView.objects.create(proof=proof, user=user, seen_at=at)


def lock_proof(proof: Proof) -> Proof:
    """The fresh row, ours until the transaction ends."""
    return Proof.objects.select_for_update(of=("self",), no_key=True).get(pk=proof.pk)


def _lock_undecided(proof: Proof) -> Proof:
    proof = lock_proof(proof)
    if proof.state == ProofState.PENDING:
        return proof
    who, at = proof.decided_by, timezone.localtime(proof.decided_at)
    raise DomainError(
        _("%(name)s has decided about this paper already (%(state)s, %(time)s). Please look at it again.")
        % {"name": who, "state": proof.get_state_display(), "time": date_format(at, "SHORT_DATETIME_FORMAT")}
    )


def _decide(proof: Proof, state: ProofState, user: User) -> None:
    proof.state, proof.decided_by, proof.decided_at = state, user, timezone.now()
    proof.save()


def _check_possible(findings: Findings) -> None:
    if not EARLIEST <= findings.dated_on <= timezone.localdate() + timedelta(days=1):
        raise DomainError(_("A paper cannot be from that day."), field="dated_on")
    if not 1 <= findings.quantity <= MOST_UNITS:
        raise DomainError(_("Please give the number of units on the paper."), field="quantity")


def _tidy_serials(serials: Collection[str]) -> list[str]:
    read = (read_serial(serial) for serial in list(serials)[:MOST_SERIALS])
    return list(dict.fromkeys(serial for serial in read if serial))


def _sent_before(file: StoredFile, claims: Collection[int]) -> Proof | None:
    """The same bytes for one of the same units, as long as nobody has rejected them; or the very same upload."""
    same = Proof.objects.filter(Q(sha256=file.sha256, claims__in=claims) | Q(file=file), redacted_at=None)
    return same.exclude(state=ProofState.REJECTED).order_by("pk").first()


def _lock(ids: Collection[int]) -> None:
    """All that will be touched, at once and in the order of the ids: two who meet wait instead of dying."""
    list(Claim.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True).values_list("pk"))


def _put_to(proof: Proof, claims: Collection[int]) -> list[int]:
    present = set(proof.claims.filter(pk__in=claims).values_list("pk", flat=True))
    fresh = [claim for claim in claims if claim not in present]
    if fresh:
        proof.claims.add(*fresh)
        mark_due(Claim.objects.filter(pk__in=leaning_on(proof)))
    return fresh
