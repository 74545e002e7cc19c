"""What staff send from the page of a case: who, which, do, answer."""

from collections.abc import Mapping
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from common.refusals import REFUSED
from tickets.admin.case import case_at_desk, contact_of, show_case
from tickets.admin.changes import CHANGES
from tickets.admin.doors import needs, user_of
from tickets.admin.standing import after_answer
from tickets.admin.writing import Writing
from tickets.models import Ticket
from tickets.replies import replies_for
from tickets.services.conversation import Answer, add_note, answer_customer
from tickets.states import TicketStatus


@needs("tickets.change_ticket")
def change(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One of the changes that the page of a case offers."""
    user, ticket = user_of(request), case_at_desk(request, pk)
    if name not in CHANGES:
        raise Http404
    asked = CHANGES[name]
    if request.method != "POST":
        return _back(ticket)
    if ticket.status == TicketStatus.MERGED:
        return _merged(request, ticket)
    form = asked.form(request.POST, initial=contact_of(ticket))
    if form.is_valid():
        try:
            done = asked.carry_out(ticket, user, form.cleaned_data)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, done)
            return _back(ticket, asked.part, place=request.GET)
    return show_case(request, case_at_desk(request, pk), refused={name.replace("-", "_"): form}, status=REFUSED)


@needs("tickets.change_ticket")
def write(request: HttpRequest, pk: int) -> HttpResponse:
    """An answer to the customer, or a note among staff."""
    user, ticket = user_of(request), case_at_desk(request, pk)
    if request.method != "POST":
        return _back(ticket)
    if ticket.status == TicketStatus.MERGED:
        return _merged(request, ticket)
    writing = Writing.read(request, ticket, user)
    if "insert" in request.POST:
        return show_case(request, ticket, writing=_with_template(writing, ticket))
    if writing.is_acceptable and _written(writing, ticket, user):
        messages.success(request, _("The note is kept.") if writing.is_note else _("The answer is on its way."))
        return _back(ticket, "write")
    return show_case(request, case_at_desk(request, pk), writing=writing, status=REFUSED)


def _written(writing: Writing, ticket: Ticket, user: User) -> bool:
    given = writing.form.cleaned_data
    answer = Answer(
        text=given["message"],
        attachments=writing.uploads.attachments,
        then=after_answer(ticket, given["then"]),
        seen=given["seen"],
    )
    try:
        (add_note if writing.is_note else answer_customer)(ticket=ticket, answer=answer, user=user)
    except DomainError as error:
        writing.form.add_error(error.field if error.field in writing.form.fields else None, str(error))
    return writing.is_acceptable


def _merged(request: HttpRequest, ticket: Ticket) -> HttpResponse:
    messages.error(request, _("This case was merged; please work in the one that it belongs to."))
    return show_case(request, ticket, status=REFUSED)


def _with_template(writing: Writing, ticket: Ticket) -> Writing:
    chosen = writing.form.cleaned_data.get("template")
    found = [reply.text for reply in replies_for(ticket) if reply.pk == chosen]
    text = "\n\n".join(part for part in (writing.text, *found) if part)
    return writing.with_text(text)


def _back(ticket: Ticket, part: str = "", *, place: Mapping[str, str] | None = None) -> HttpResponse:
    """To the part of the page, and to the page of units and the unit that somebody was working on."""
    address = reverse("admin:tickets_ticket_change", args=[ticket.pk])
    kept = {name: place[name][:20] for name in ("units", "line") if place and name in place}
    query = f"?{urlencode(kept)}" if kept else ""
    return HttpResponseRedirect(f"{address}{query}#{part}" if part else address, status=303)
