"""Files and HTML of a case, for those who may see the case."""

import uuid
from typing import Final

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from files.responses import serve
from mail.html import clean_html
from tickets.admin.doors import case_or_404, needs, user_of
from tickets.selectors.proofs import proofs_made_of
from tickets.selectors.timeline import attachment_in
from warranty.services.proofs import SAME_LOOK, note_view

# In a sandbox nothing runs and nothing is fetched; the mail's own inline styles may draw.
SANDBOX: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'none'; sandbox"


@needs("tickets.view_ticket")
def download(request: HttpRequest, pk: int, file_id: uuid.UUID) -> HttpResponse | FileResponse:
    """A file of this case; one that hangs on another case is not found here."""
    attachment = attachment_in(case_or_404(request, pk), file_id)
    if attachment is None:
        raise Http404
    if proof := proofs_made_of([file_id]).get(file_id):
        note_view(proof=proof, user=user_of(request), unless_since=SAME_LOOK)
    return serve(attachment.file, inline="inline" in request.GET)


@needs("tickets.view_ticket")
def html(request: HttpRequest, pk: int, message_id: int) -> HttpResponse:
    """A mail as its sender made it look, cleaned once more and locked in."""
    ticket = case_or_404(request, pk)
    message = get_object_or_404(ticket.messages.exclude(html=""), pk=message_id)
    page = {"title": str(message), "html": clean_html(message.html), "language": ticket.language}
    response = render(request, "admin/tickets/ticket/message_html.html", page)
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, no-store"
    return response
