"""One change for many cases: each by itself, so that one refusal stops nobody else's."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.actors import Actor
from accounts.models import User
from common.errors import DomainError
from tickets.admin.doors import needs, user_of
from tickets.admin.forms.fields import IdsField, StaffField
from tickets.models import Ticket
from tickets.services.status import close_ticket, mark_spam
from tickets.services.triage import assign_ticket

MOST: Final = 100
SHOWN_REFUSALS: Final = 10


class BulkForm(forms.Form):
    """Which cases, and what is to be done with them."""

    ids = IdsField(most=MOST, error_messages={"required": gettext_lazy("Please select at least one case.")})
    action = forms.ChoiceField(
        choices=[("assign", ""), ("close", ""), ("spam", "")],
        error_messages={"required": gettext_lazy("Please choose what to do with the selected cases.")},
    )
    assignee = StaffField()
    reason = forms.CharField(required=False, max_length=500)


def _assign(ticket: Ticket, user: User, given: Mapping[str, Any]) -> None:
    assign_ticket(ticket=ticket, assignee=given["assignee"], actor=Actor.staff(user))


def _close(ticket: Ticket, user: User, given: Mapping[str, Any]) -> None:
    close_ticket(ticket=ticket, actor=Actor.staff(user), reason=given["reason"])


def _spam(ticket: Ticket, user: User, _given: Mapping[str, Any]) -> None:
    mark_spam(ticket=ticket, actor=Actor.staff(user))


ACTIONS: Final[Mapping[str, Callable[[Ticket, User, Mapping[str, Any]], None]]] = {
    "assign": _assign,
    "close": _close,
    "spam": _spam,
}


@needs("tickets.change_ticket")
def act(request: HttpRequest) -> HttpResponse:
    """Carry out one action on the selected cases and say how many went and which did not, and why."""
    user, back = user_of(request), _back(request)
    if request.method != "POST":
        return back
    form = BulkForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, " ".join(str(error) for error in errors))
        return back
    chosen = Ticket.objects.visible_to(user).light().filter(pk__in=form.cleaned_data["ids"]).order_by("pk")
    done, refused = _each(chosen, user, form.cleaned_data)
    if done:
        messages.success(request, ngettext("%(done)s case changed.", "%(done)s cases changed.", done) % {"done": done})
    for sentence in refused[:SHOWN_REFUSALS]:
        messages.warning(request, sentence)
    if len(refused) > SHOWN_REFUSALS:
        messages.warning(request, _("… and %(more)s more refused.") % {"more": len(refused) - SHOWN_REFUSALS})
    return back


def _each(tickets: Iterable[Ticket], user: User, given: Mapping[str, Any]) -> tuple[int, list[str]]:
    done, refused = 0, []
    for ticket in tickets:
        try:
            ACTIONS[given["action"]](ticket, user, given)
            done += 1
        except DomainError as error:
            refused.append(f"{ticket.pretty_number}: {error}")
    return done, refused


def _back(request: HttpRequest) -> HttpResponse:
    # The query of the page it came from; only ever appended to our own address.
    query = QueryDict(request.POST.get("back", "")[:2_000]).urlencode()
    address = reverse("admin:tickets_ticket_changelist")
    return HttpResponseRedirect(f"{address}?{query}" if query else address, status=303)
