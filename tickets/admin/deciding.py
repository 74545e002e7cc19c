"""What a person decides about a mail in quarantine."""

from collections.abc import Callable, Mapping
from typing import Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from mail.models import IncomingMail
from mail.senders import block
from tickets.admin.doors import needs, user_of
from tickets.admin.incoming import read_sender, show_mail
from tickets.models import Ticket
from tickets.numbers import read_number
from tickets.selectors import find_ticket
from tickets.services import quarantine

Decision = Callable[[IncomingMail, User, str], tuple[str, Ticket | None]]


def release(incoming: IncomingMail, user: User, _number: str) -> tuple[str, Ticket | None]:
    ticket = quarantine.release_to_case(incoming=incoming, user=user)
    return _("The mail is the case %(number)s now.") % {"number": ticket}, ticket


def attach(incoming: IncomingMail, user: User, number: str) -> tuple[str, Ticket | None]:
    target = find_ticket(read_number(number))
    if target is None:
        raise DomainError(_("There is no case with this number."))
    ticket = quarantine.attach_to_case(incoming=incoming, ticket=target, user=user)
    return _("The mail is part of %(number)s now.") % {"number": ticket}, ticket


def retry(incoming: IncomingMail, _user: User, _number: str) -> tuple[str, Ticket | None]:
    quarantine.retry(incoming=incoming)
    return _("The mail is being sorted again."), None


def dismiss(incoming: IncomingMail, user: User, _number: str) -> tuple[str, Ticket | None]:
    quarantine.dismiss(incoming=incoming, user=user)
    return _("The mail is put aside; it stays among all incoming mail."), None


def block_sender(incoming: IncomingMail, _user: User, _number: str) -> tuple[str, Ticket | None]:
    address = read_sender(incoming)
    block(address, reason=incoming.subject)
    return _("Mail from %(address)s stays in quarantine from now on.") % {"address": address}, None


DECISIONS: Final[Mapping[str, Decision]] = {
    "release": release,
    "attach": attach,
    "retry": retry,
    "dismiss": dismiss,
    "block": block_sender,
}


@needs("mail.change_incomingmail")
def decide(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Carry out one decision; a refusal is said where the decision stands."""
    incoming = get_object_or_404(IncomingMail, pk=pk)
    if name not in DECISIONS:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(reverse("admin:mail_incomingmail_change", args=[pk]))
    number = request.POST.get("number", "")[:100]
    try:
        done, ticket = DECISIONS[name](incoming, user_of(request), number)
    except DomainError as error:
        return show_mail(request, get_object_or_404(IncomingMail, pk=pk), number=number, error=str(error))
    messages.success(request, done)
    if ticket is not None:
        return HttpResponseRedirect(reverse("admin:tickets_ticket_change", args=[ticket.pk]), status=303)
    return HttpResponseRedirect(reverse("admin:mail_incomingmail_changelist"), status=303)
