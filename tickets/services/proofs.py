"""The papers of a case: taken in from whatever the customer sent, decided by staff, and the customer told."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from common.errors import DomainError
from files.models import StoredFile
from tickets import emails
from tickets.models import Attachment, EventKind, Purpose, Ticket
from tickets.selectors.covered import claims_of
from tickets.selectors.proofs import proofs_of
from tickets.services.history import lock_unmerged, record, touch
from tickets.services.status import change_status
from tickets.states import TICKET_STATES, TicketStatus
from warranty.models import Attention, Claim, Proof, ProofKind, ProofState
from warranty.services import proofs as papers
from warranty.services.proofs import Findings


def take_papers_in(ticket: Ticket, *, actor: Actor, at: datetime) -> list[Proof]:
    """Whatever hangs on the case as a proof of purchase becomes evidence for its units; safe to repeat.

    Call inside the transaction that holds the case; without a unit it waits until there is one.
    """
    files = StoredFile.objects.filter(
        attachments__message__ticket=ticket, attachments__purpose=Purpose.PROOF, proofs=None, erased_at=None
    )
    fresh = list(files.order_by("created_at", "pk").distinct())
    claims = list(claims_of(ticket)) if fresh else []
    return [_submit(ticket, file, claims, ProofKind.INVOICE, actor=actor, at=at) for file in fresh if claims]


def take_lines_in(ticket: Ticket, claims: Collection[Claim], *, actor: Actor, at: datetime) -> None:
    """Units that came to the case later: its papers speak for them too, as far as they may."""
    take_papers_in(ticket, actor=actor, at=at)
    for proof in proofs_of(ticket).exclude(state=ProofState.REJECTED).filter(redacted_at=None):
        if _has_room(proof, claims):
            papers.link_proof(proof=proof, claims=claims)


@transaction.atomic
def ask_for_proof(*, ticket: Ticket, user: User) -> Ticket:
    """The customer is told what to send for the units that wait for it; until it comes the case waits for them."""
    ticket, at = lock_unmerged(ticket), timezone.now()
    lines = list(ticket.lines.filter(claim__attention=Attention.NEEDS_PROOF).order_by("position"))
    if not lines:
        raise DomainError(_("No unit of this case waits for a proof of purchase."))
    if emails.queue_verdict(ticket, lines) is None:
        raise DomainError(_("This customer cannot be mailed just now."))
    serials = ", ".join(str(line) for line in lines)
    record(ticket, EventKind.PROOF_ASKED, actor=Actor.staff(user), at=at, after=serials)
    _let_customer_move(ticket, actor=Actor.staff(user), at=at, reason=_("Asked for a proof of purchase"))
    return ticket


@transaction.atomic
def use_attachment_as_proof(*, ticket: Ticket, attachment: Attachment, kind: str, actor: Actor) -> Proof:
    """A file that came as something else turns out to be evidence."""
    ticket, at = lock_unmerged(ticket), timezone.now()
    file, claims = attachment.file, list(claims_of(ticket))
    _check_usable(ticket, file, claims)
    Attachment.objects.filter(pk=attachment.pk).update(purpose=Purpose.PROOF)
    return _submit(ticket, file, claims, kind, actor=actor, at=at)


@transaction.atomic
def verify_proof(*, ticket: Ticket, proof: Proof, findings: Findings, claims: Collection[Claim], user: User) -> Proof:
    """Staff stand for what the paper says and for which units of the case it says it."""
    ticket, at = lock_unmerged(ticket), timezone.now()
    _check_of_case(ticket, proof)
    proof = papers.verify_proof(proof=proof, findings=findings, user=user)
    papers.choose_claims(proof=proof, chosen=claims, among=claims_of(ticket))
    touch(ticket, at)
    record(ticket, EventKind.PROOF_VERIFIED, actor=Actor.staff(user), at=at, after=_named(proof), reason=proof.how)
    return proof


@transaction.atomic
def reject_proof(
    *, ticket: Ticket, proof: Proof, because: str, note: str, user: User, tells_customer: bool = True
) -> Proof:
    """The paper does not do; the customer hears why and how to send another, and the next move is theirs."""
    ticket, at = lock_unmerged(ticket), timezone.now()
    _check_of_case(ticket, proof)
    proof = papers.reject_proof(proof=proof, because=because, note=note, user=user)
    touch(ticket, at)
    reason = " · ".join(filter(None, [proof.get_rejection_display(), proof.rejection_note]))
    record(ticket, EventKind.PROOF_REJECTED, actor=Actor.staff(user), at=at, after=_named(proof), reason=reason)
    if tells_customer and emails.queue_proof_rejected(ticket, proof) is not None:
        _let_customer_move(ticket, actor=Actor.staff(user), at=at)
    return proof


@transaction.atomic
def ask_for_date(*, ticket: Ticket, proof: Proof, user: User) -> None:
    """The date on the paper reads two ways: the customer is asked which day it means."""
    ticket, at = lock_unmerged(ticket), timezone.now()
    _check_of_case(ticket, proof)
    if proof.state != ProofState.PENDING or proof.or_dated_on is None:
        raise DomainError(_("The date of this paper reads one way only."))
    if emails.queue_proof_date(ticket, proof) is None:
        raise DomainError(_("This case has no e-mail address to ask."))
    _let_customer_move(ticket, actor=Actor.staff(user), at=at, reason=_("Asked which day the paper means"))


@transaction.atomic
def reopen_proof(*, ticket: Ticket, proof: Proof, user: User) -> Proof:
    """A decision about a paper is taken back; it waits to be looked at again."""
    ticket, at = lock_unmerged(ticket), timezone.now()
    _check_of_case(ticket, proof)
    before = f"{_named(proof)}: {proof.get_state_display()}"
    proof = papers.reopen_proof(proof=proof)
    touch(ticket, at)
    after = str(proof.get_state_display())
    record(ticket, EventKind.FACTS_CHANGED, actor=Actor.staff(user), at=at, before=before, after=after)
    return proof


def _submit(
    ticket: Ticket, file: StoredFile, claims: Collection[Claim], kind: str, *, actor: Actor, at: datetime
) -> Proof:
    proof = papers.submit_proof(file=file, kind=kind, claims=claims, uploaded_by=actor.name, at=at)
    record(ticket, EventKind.PROOF_ADDED, actor=actor, at=at, after=file.name)
    return proof


def _has_room(proof: Proof, claims: Collection[Claim]) -> bool:
    """A verified paper is put to another unit by itself only while its quantity lasts; else a person decides."""
    units = {claim.serial or claim.pk for claim in [*proof.claims.all(), *claims]}
    return proof.state == ProofState.PENDING or len(units) <= proof.quantity


def _check_usable(ticket: Ticket, file: StoredFile, claims: Collection[Claim]) -> None:
    if not claims:
        raise DomainError(_("A paper is evidence for a unit: please add the unit first."))
    if file.erased_at is not None:
        raise DomainError(_("This file is not kept any more."))
    if file.proofs.filter(claims__line__ticket=ticket).exclude(state=ProofState.REJECTED).exists():
        raise DomainError(_("This file is kept as a proof already."))


def _check_of_case(ticket: Ticket, proof: Proof) -> None:
    if not proofs_of(ticket).filter(pk=proof.pk).exists():
        raise DomainError(_("This paper belongs to another case."))


def _let_customer_move(ticket: Ticket, *, actor: Actor, at: datetime, reason: str = "") -> None:
    if TICKET_STATES.allows(TicketStatus(ticket.status), TicketStatus.WAITING):
        change_status(ticket, TicketStatus.WAITING, actor=actor, at=at, reason=reason)


def _named(proof: Proof) -> str:
    return str(proof) if proof.number else f"{proof} {proof.file.name if proof.file else ''}".strip()
