"""The page of a case, for whoever holds its link: read it, answer, fetch a file."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from common.clients import network_of
from common.errors import DomainError
from common.refusals import REFUSED, status_of
from files.responses import serve
from tickets.case_links import find_link
from tickets.forms.case import MessageForm
from tickets.forms.uploads import Uploads
from tickets.limits import CASE_CHANGES, LINK_REQUESTS
from tickets.models import Purpose
from tickets.selectors.customer_page import attachment_of
from tickets.services.conversation import CustomerWords, add_customer_message
from tickets.services.filing import NewAttachment, Words
from tickets.services.links import renew_expired_link
from tickets.views.case_page import Written, show_case
from tickets.views.door import Door, behind_link, sealed, speak_language_of


@behind_link
@require_http_methods(["GET", "HEAD", "POST"])
def case(request: HttpRequest, door: Door) -> HttpResponse:
    """Show the case; a POST is an answer in it."""
    if request.method != "POST":
        return show_case(request, door)
    form = MessageForm(request.POST)
    uploads = Uploads.read(request, names=["files"], scope=door.scope, who=door.link.nonce)
    if not form.is_valid() or uploads.errors:
        return show_case(request, door, Written(message=form, uploads=uploads), status=REFUSED)
    try:
        CASE_CHANGES.check(door.link.nonce)
        add_customer_message(ticket=door.ticket, said=_said(door, form, uploads))
    except DomainError as error:
        form.add_error("message", str(error))
        return show_case(request, door, Written(message=form, uploads=uploads), status=status_of(error))
    messages.success(request, _("Your message has reached us."))
    return HttpResponseRedirect(door.path() + "?sent#conversation", status=303)


def _said(door: Door, form: MessageForm, uploads: Uploads) -> CustomerWords:
    purpose = Purpose.PROOF if form.cleaned_data["is_proof"] else Purpose.OTHER
    return CustomerWords(
        words=Words(text=form.cleaned_data["message"]),
        name=door.ticket.name,
        email=door.ticket.email,
        attachments=[NewAttachment(file=kept.file, purpose=purpose) for kept in uploads.kept],
    )


@behind_link
@require_safe
def attachment(request: HttpRequest, door: Door, file_id: uuid.UUID) -> HttpResponseBase:
    """A file of the conversation, as a download."""
    found = attachment_of(door.ticket, file_id)
    if found is None:
        raise Http404
    return serve(found.file)


@csrf_exempt
def renew(request: HttpRequest, secret: str) -> HttpResponseBase:
    """The link has run out: mail a new one to the requester, and say the same whatever came of it."""
    link = find_link(secret)
    if link is None:
        raise Http404
    speak_language_of(link.ticket, request)
    here = reverse("support:case", args=[secret])
    if request.method != "POST":
        return sealed(HttpResponseRedirect(here, status=303))
    try:
        LINK_REQUESTS.check(network_of(request))
        renew_expired_link(link=link)
    except DomainError as error:
        context = {"secret": secret, "here": here, "refusal": error}
        return sealed(render(request, "public/case_expired.html", context, status=status_of(error)))
    return sealed(render(request, "public/link_sent.html", {"here": here}))
