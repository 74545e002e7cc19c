"""Incoming mail: the quarantine, and every raw mail safely read."""

from dataclasses import dataclass
from typing import Final

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from common.keyset import Order, page_of
from common.refusals import REFUSED
from mail.errors import UnreadableMailError
from mail.heads import split_head
from mail.mime import MailFile, ReceivedMail
from mail.models import IncomingMail, Outcome
from tickets.admin.doors import needs
from tickets.admin.paging import address_of, place_of
from tickets.models import Message, Ticket
from tickets.selectors.counting import capped, capped_counts

ROWS: Final = 50
NEWEST_FIRST: Final = Order(("received_at", "id"), descending=True)
SHOWN_HEADERS: Final = (
    "from",
    "to",
    "cc",
    "reply-to",
    "subject",
    "date",
    "message-id",
    "in-reply-to",
    "auto-submitted",
)
LONGEST_SHOWN: Final = 50_000


@dataclass(frozen=True)
class Reading:
    """What a person may see of a raw mail: text only, nothing that runs, draws or loads."""

    headers: list[tuple[str, str]]
    text: str
    files: list[MailFile]
    why_not: str = ""


@needs("mail.view_incomingmail")
def show_list(request: HttpRequest) -> HttpResponse:
    """The mails that nobody could sort, newest first; or all of them."""
    everything = "all" in request.GET
    quarantine = IncomingMail.objects.in_quarantine()
    mails = IncomingMail.objects.all() if everything else quarantine
    page = page_of(mails.light(), NEWEST_FIRST, place_of(request, NEWEST_FIRST), size=ROWS)
    context = {
        **admin.site.each_context(request),
        "title": _("All incoming mail") if everything else _("Quarantine"),
        "everything": everything,
        "page": page,
        "amount": capped(capped_counts({"mails": mails})["mails"]),
        "after": address_of(request, "after", page.after),
        "before": address_of(request, "before", page.before),
    }
    return render(request, "admin/mail/incomingmail/list.html", context)


@needs("mail.view_incomingmail")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """One mail, read safely, with what can be done about it."""
    return show_mail(request, get_object_or_404(IncomingMail, pk=pk))


def show_mail(request: HttpRequest, incoming: IncomingMail, *, number: str = "", error: str = "") -> HttpResponse:
    """The mail, with the number that was typed and why that would not do."""
    context = {
        **admin.site.each_context(request),
        "title": incoming.subject or _("(no subject)"),
        "incoming": incoming,
        "reading": read_safely(incoming),
        "ticket": _ticket_of(incoming),
        "number": number,
        "error": error,
        "can_decide": _can_decide(request, incoming),
    }
    return render(request, "admin/mail/incomingmail/read.html", context, status=REFUSED if error else 200)


@needs("mail.view_incomingmail")
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The raw bytes, as a file that no browser takes for a page."""
    incoming = get_object_or_404(IncomingMail, pk=pk)
    response = HttpResponse(bytes(incoming.raw), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="mail-{incoming.pk}.eml.txt"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response


def read_safely(incoming: IncomingMail) -> Reading:
    """The head and the text of any bytes whatever."""
    raw = bytes(incoming.raw)
    head, _body = split_head(raw[:LONGEST_SHOWN], lenient=True)
    headers = [(name.title(), head.text(name)) for name in SHOWN_HEADERS if head.has(name)]
    try:
        received = ReceivedMail(raw, envelope_from=incoming.envelope_from, envelope_to=incoming.envelope_to)
        return Reading(headers, received.whole_text[:LONGEST_SHOWN], received.files)
    except UnreadableMailError as error:
        return Reading(headers, "", [], why_not=_(str(error)))


def read_sender(incoming: IncomingMail) -> str:
    """The address that a mail says it is from, or that its envelope names; empty for none."""
    try:
        return ReceivedMail(bytes(incoming.raw)).sender.address
    except UnreadableMailError:
        return incoming.envelope_from


def _ticket_of(incoming: IncomingMail) -> Ticket | None:
    message = Message.objects.filter(incoming=incoming).select_related("ticket").defer("ticket__search").first()
    return message.ticket if message else None


def _can_decide(request: HttpRequest, incoming: IncomingMail) -> bool:
    is_waiting = incoming.outcome == Outcome.QUARANTINED and incoming.sorted_at is not None
    return is_waiting and request.user.has_perm("mail.change_incomingmail")
