"""Who may come in, and to which case."""

from django.http import Http404, HttpRequest

from accounts.doors import needs, user_of
from tickets.models import Ticket

__all__ = ["case_or_404", "needs", "user_of"]


def case_or_404(request: HttpRequest, pk: int) -> Ticket:
    """The case, if this user may see it."""
    tickets = Ticket.objects.visible_to(user_of(request)).light()
    ticket = tickets.select_related("assignee", "merged_into", "follows").filter(pk=pk).first()
    if ticket is None:
        raise Http404
    return ticket
