"""The page of a case at the desk."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.forms.models import model_to_dict
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.models import User
from tickets.admin.doors import needs, user_of
from tickets.admin.entries import entries_of
from tickets.admin.forms.triage import ContactForm
from tickets.admin.proofs.rows import papers_on_page
from tickets.admin.rows import TONES, waits
from tickets.admin.sent_text import all_shown
from tickets.admin.standing import answer_buttons, state_buttons, steps_of
from tickets.admin.unit_rows import unit_rows
from tickets.admin.warranty.cards import mixed
from tickets.admin.writing import Writing
from tickets.models import Priority, Ticket
from tickets.numbers import pretty
from tickets.replies import replies_for
from tickets.selectors.choices import narrowing_choices
from tickets.selectors.desk_case import desk_case, files_of, mails_of, related_cases, units_of
from tickets.selectors.desk_cover import decisions_of
from tickets.selectors.desk_serials import desk_serials
from tickets.selectors.timeline import timeline_of
from tickets.states import TICKET_STATES, TicketStatus
from tickets.symptoms import OCPP_CODES, Symptom
from warranty import catalogue
from warranty.models import Attention


@needs("tickets.view_ticket")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """The case as it stands."""
    return show_case(request, case_at_desk(request, pk))


def case_at_desk(request: HttpRequest, pk: int) -> Ticket:
    """The case with what its page needs, if this user may see it."""
    ticket = desk_case(user_of(request), pk)
    if ticket is None:
        raise Http404
    return ticket


def show_case(
    request: HttpRequest,
    ticket: Ticket,
    *,
    writing: Writing | None = None,
    refused: dict[str, forms.Form] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The case with what was written and could not be taken."""
    user, refused = user_of(request), refused or {}
    units = units_of(ticket, page=_page(request))
    serials = desk_serials(ticket, units.lines)
    context = {
        **admin.site.each_context(request),
        **_conversation(request, ticket),
        **_standing(ticket),
        "title": ticket.pretty_number,
        "ticket": ticket,
        "units": units,
        "decisions": mixed(decisions_of(ticket, units.lines, total=units.total, on=timezone.localdate())),
        "wants_proof": any(line.claim and line.claim.attention == Attention.NEEDS_PROOF for line in units.lines),
        "unit_rows": unit_rows(units, serials, refused, chosen=request.GET.get("line", "")),
        "asked_at": serials.asked.get(None),
        "unit_pages": range(1, units.pages + 1),
        "related": list(related_cases(ticket)),
        "refused": refused,
        "contact": refused.get("contact") or ContactForm(initial=contact_of(ticket)),
        "merged_number": pretty(getattr(ticket, "merged_number", None) or ""),
        "follows_number": pretty(getattr(ticket, "follows_number", None) or ""),
        "can_triage": may_triage(user, ticket),
        "can_second": user.has_perm("warranty.change_override"),
        "can_read_terms": user.has_perm("warranty.view_policyversion"),
        "can_read_mail": user.has_perm("mail.view_incomingmail"),
    }
    if context["can_triage"]:
        context |= _tools(ticket, writing)
    return render(request, "admin/tickets/ticket/case.html", context, status=status)


def may_triage(user: User, ticket: Ticket) -> bool:
    """A merged case is only a sign to the one that it belongs to."""
    return user.has_perm("tickets.change_ticket") and ticket.status != TicketStatus.MERGED


def contact_of(ticket: Ticket) -> dict[str, Any]:
    """The contact of the case as its form shows it."""
    values = model_to_dict(ticket, fields=list(ContactForm.base_fields))
    return {name: str(value) for name, value in values.items()}


def _conversation(request: HttpRequest, ticket: Ticket) -> dict[str, Any]:
    timeline, files, mails = timeline_of(ticket, everything="all" in request.GET), files_of(ticket), mails_of(ticket)
    return {
        "entries": entries_of(timeline.entries, files, mails),
        "hidden": timeline.hidden,
        "files": files,
        "mails": all_shown(mails),
        **papers_on_page(ticket, files),
    }


def _standing(ticket: Ticket) -> dict[str, Any]:
    waiting, tone = waits(ticket, timezone.now())
    return {
        "fault_codes": OCPP_CODES[Symptom(ticket.symptom)] if ticket.symptom else (),
        "steps": steps_of(ticket),
        "waiting": waiting,
        "tone": tone,
        "state_tone": TONES[TicketStatus(ticket.status)],
        "tags": getattr(ticket, "shown_tags", []),
        "tag_names": ", ".join(tag["name"] for tag in getattr(ticket, "shown_tags", [])),
        "old_numbers": [pretty(number) for number in getattr(ticket, "old_numbers", [])],
    }


def _tools(ticket: Ticket, writing: Writing | None) -> dict[str, Any]:
    choices = narrowing_choices()
    return {
        "writing": writing or Writing.blank(),
        "replies": replies_for(ticket),
        "staff": _staff(ticket, choices.get("assignee", [])),
        "known_tags": choices.get("tag", []),
        "priorities": Priority.choices,
        "state_buttons": state_buttons(ticket),
        "answer_buttons": answer_buttons(ticket),
        "can_be_spam": TICKET_STATES.allows(TicketStatus(ticket.status), TicketStatus.SPAM),
        "can_be_merged": TICKET_STATES.allows(TicketStatus(ticket.status), TicketStatus.MERGED),
        "assignee": str(ticket.assignee_id or ""),
        "products": catalogue.products().values(),
        "languages": settings.LANGUAGES,
        "most_files": settings.UPLOAD_MAX_FILES,
    }


def _staff(ticket: Ticket, known: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """Whoever is in charge stands in the list, also when they joined a moment ago or have left."""
    if ticket.assignee is None or str(ticket.assignee_id) in {value for value, _label in known}:
        return known
    return [*known, (str(ticket.assignee_id), str(ticket.assignee))]


def _page(request: HttpRequest) -> int:
    page = request.GET.get("units", "1")
    return int(page) if page.isascii() and page.isdecimal() and 1 <= len(page) < 4 and int(page) else 1  # noqa: PLR2004
