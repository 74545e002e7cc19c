"""The page of a paper: what it looks like beside what is read of it, so that two clicks decide."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.models import User
from common.errors import DomainError
from common.refusals import REFUSED
from files.errors import FileErasedError
from files.responses import serve
from tickets.admin.doors import case_or_404, needs, user_of
from tickets.admin.forms.proof import RejectForm, VerifyForm
from tickets.admin.proofs.sheet import ProofSheet, claims_chosen
from tickets.models import Ticket
from tickets.selectors.proofs import proof_in, views_of
from tickets.services import proofs
from tickets.states import TicketStatus
from warranty.models import Proof, ProofKind, ProofState
from warranty.services.proofs import SAME_LOOK, note_view

Decide = Callable[[ProofSheet, User], str]


@needs("tickets.view_ticket")
@require_http_methods(["GET", "HEAD", "POST"])
def show(request: HttpRequest, pk: int, proof_id: int) -> HttpResponse:
    """A paper of this case; every look at it is written down. A POST decides about it."""
    user, ticket, proof = user_of(request), case_or_404(request, pk), _proof(request, pk, proof_id)
    if request.method == "POST":
        return _decide(request, ticket, proof, user)
    note_view(proof=proof, user=user)
    return _page(request, ProofSheet.of(ticket, proof))


@needs("tickets.view_ticket")
def download(request: HttpRequest, pk: int, proof_id: int) -> FileResponse:
    """The paper itself; the picture on its page belongs to the look that is written down already."""
    proof = _proof(request, pk, proof_id)
    if proof.file is None:
        raise FileErasedError(_("This paper is not kept any more: the time for which we needed it is over."))
    note_view(proof=proof, user=user_of(request), unless_since=SAME_LOOK)
    return serve(proof.file, inline="inline" in request.GET)


def _proof(request: HttpRequest, pk: int, proof_id: int) -> Proof:
    proof = proof_in(case_or_404(request, pk), proof_id)
    if proof is None:
        raise Http404
    return proof


def _decide(request: HttpRequest, ticket: Ticket, proof: Proof, user: User) -> HttpResponse:
    if not user.has_perm("tickets.change_ticket"):
        raise PermissionDenied
    wanted = request.POST.get("do", "")
    sheet = ProofSheet.of(
        ticket,
        proof,
        form=VerifyForm(request.POST) if wanted == "verify" else None,
        rejection=RejectForm(request.POST) if wanted == "reject" else None,
    )
    try:
        done = DECISIONS.get(wanted, _unknown)(sheet, user)
    except DomainError as error:
        return _page(request, _refused(sheet, wanted, error), status=REFUSED)
    messages.success(request, done)
    return HttpResponseRedirect(reverse("admin:tickets_ticket_change", args=[ticket.pk]) + "#proofs", status=303)


def _verify(sheet: ProofSheet, user: User) -> str:
    if not sheet.form.is_valid():
        raise DomainError("")
    proof = proofs.verify_proof(
        ticket=sheet.ticket,
        proof=sheet.proof,
        findings=sheet.form.findings(),
        claims=claims_chosen(sheet.form, sheet.ticket),
        user=user,
    )
    if proof.partner is None and proof.kind == ProofKind.INVOICE:
        return _("Verified. “%(name)s” is no partner of ours, so the units are for review.") % {"name": proof.issuer}
    return _("Verified; the verdicts follow in a moment.")


def _reject(sheet: ProofSheet, user: User) -> str:
    if not sheet.rejection.is_valid():
        raise DomainError("")
    given = sheet.rejection.cleaned_data
    proofs.reject_proof(
        ticket=sheet.ticket,
        proof=sheet.proof,
        because=given["because"],
        note=given["note"],
        user=user,
        tells_customer=given["tell"],
    )
    return _("Rejected; the customer is asked for another one.") if given["tell"] else _("Rejected.")


def _reopen(sheet: ProofSheet, user: User) -> str:
    proofs.reopen_proof(ticket=sheet.ticket, proof=sheet.proof, user=user)
    return _("The decision is taken back; the paper waits to be verified.")


def _ask_date(sheet: ProofSheet, user: User) -> str:
    proofs.ask_for_date(ticket=sheet.ticket, proof=sheet.proof, user=user)
    return _("The customer is asked which day it means.")


def _unknown(_sheet: ProofSheet, _user: User) -> str:
    raise DomainError(_("Please choose what to do with the paper."))


DECISIONS: Final[Mapping[str, Decide]] = {
    "verify": _verify,
    "reject": _reject,
    "reopen": _reopen,
    "ask-date": _ask_date,
}


def _refused(sheet: ProofSheet, wanted: str, error: DomainError) -> ProofSheet:
    """The page with the sentence beside its field, the paper as it stands by now and what was typed."""
    fresh = proof_in(sheet.ticket, sheet.proof.pk) or sheet.proof
    form = sheet.rejection if wanted == "reject" else sheet.form
    if str(error) and form.is_bound:
        form.add_error(error.field if error.field in form.fields else None, str(error))
    is_on_page = form.is_bound and fresh.state == ProofState.PENDING
    notice = "" if is_on_page else str(error)
    return ProofSheet(sheet.ticket, fresh, sheet.form, sheet.rejection, notice)


def _page(request: HttpRequest, sheet: ProofSheet, *, status: int = 200) -> HttpResponse:
    user, ticket = user_of(request), sheet.ticket
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": f"{sheet.proof} · {ticket.pretty_number}",
        "ticket": ticket,
        "proof": sheet.proof,
        "sheet": sheet,
        "can_decide": user.has_perm("tickets.change_ticket") and ticket.status != TicketStatus.MERGED,
        "views": views_of(sheet.proof) if user.has_perm("warranty.view_proofview") else None,
    }
    return render(request, "admin/tickets/ticket/proof.html", context, status=status)
