"""What the customer can change in their case, one POST each."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from common.errors import DomainError
from common.refusals import REFUSED, status_of
from tickets.forms.case import ColleagueForm, SerialForm
from tickets.forms.serial import claim_for
from tickets.forms.uploads import keep_file
from tickets.limits import CASE_CHANGES, UPLOADS
from tickets.services import links
from tickets.services.participants import add_participant, remove_participant
from tickets.services.serial_answers import name_unit
from tickets.services.status import solve_ticket
from tickets.states import TicketStatus
from tickets.views.case_page import Written, show_case
from tickets.views.door import Door, behind_link, by_post


def _back(door: Door, part: str = "") -> HttpResponse:
    return HttpResponseRedirect(door.path() + part, status=303)


@behind_link
@by_post
def solved(request: HttpRequest, door: Door) -> HttpResponse:
    """The problem is gone, says the customer."""
    CASE_CHANGES.check(door.link.nonce)
    try:
        # What is marked as spam must not tell so: it thanks and stays where it is.
        if door.ticket.status != TicketStatus.SPAM:
            solve_ticket(ticket=door.ticket, actor=door.actor, reason=_("Closed on the case page"))
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Thank you. We have noted that the problem is solved."))
    return _back(door)


@behind_link
@by_post
def serial(request: HttpRequest, door: Door) -> HttpResponse:
    """One more unit belongs to the case."""
    form = SerialForm(request.POST, auto_id="id_line_%s")
    if form.is_valid():
        claim = claim_for(**form.cleaned_data)
        try:
            CASE_CHANGES.check(door.link.nonce)
            name_unit(ticket=door.ticket, unit=claim, actor=door.actor)
        except DomainError as error:
            form.add_error("serial", str(error))
        else:
            messages.success(request, _("%(serial)s is part of the case now.") % {"serial": claim.serial})
            return _back(door, "#units")
    return show_case(request, door, Written(serial=form), status=REFUSED)


@behind_link
@by_post
def colleague(request: HttpRequest, door: Door) -> HttpResponse:
    """A colleague reads and writes along, or does no longer."""
    if leaving := request.POST.get("remove", ""):
        return _remove_colleague(request, door, leaving)
    form = ColleagueForm(request.POST, auto_id="id_colleague_%s")
    if form.is_valid():
        try:
            CASE_CHANGES.check(door.link.nonce)
            add_participant(ticket=door.ticket, actor=door.actor, **form.cleaned_data)
        except DomainError as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, _("%(email)s gets copies from now on.") % form.cleaned_data)
            return _back(door, "#colleagues")
    return show_case(request, door, Written(colleague=form), status=REFUSED)


def _remove_colleague(request: HttpRequest, door: Door, leaving: str) -> HttpResponse:
    found = door.ticket.participants.filter(pk=leaving).first() if leaving.isdecimal() and len(leaving) < 19 else None  # noqa: PLR2004
    if found is not None:
        CASE_CHANGES.check(door.link.nonce)
        try:
            remove_participant(participant=found, actor=door.actor)
        except DomainError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("%(email)s gets no further copies.") % {"email": found.email})
    return _back(door, "#colleagues")


@behind_link
@by_post
def cancel_links(request: HttpRequest, door: Door) -> HttpResponse:
    """No link mailed so far opens the case any more, this one included."""
    CASE_CHANGES.check(door.link.nonce)
    links.cancel_links(ticket=door.ticket, actor=door.actor)
    if door.link.ticket.pk != door.ticket.pk:
        links.cancel_links(ticket=door.link.ticket, actor=door.actor)
    return _back(door)


@behind_link
@by_post
def upload(request: HttpRequest, door: Door) -> HttpResponse:
    """Keep one file for an answer that is still being written."""
    chosen = request.FILES.get("file")
    if chosen is None:
        return HttpResponse(_("Please choose a file."), status=400, content_type="text/plain; charset=utf-8")
    try:
        UPLOADS.check(door.link.nonce)
        kept = keep_file(chosen, field_name="files", scope=door.scope)
    except DomainError as error:
        return HttpResponse(str(error), status=status_of(error), content_type="text/plain; charset=utf-8")
    return render(request, "public/_kept_file.html", {"kept": kept})
