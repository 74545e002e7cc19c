"""The page with the number, right after filing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from tickets.views.door import Door, behind_link


@behind_link
@require_safe
def filed(request: HttpRequest, door: Door) -> HttpResponse:
    """The number, large; what happens next; a view to print."""
    context = {"ticket": door.ticket, "lines": door.ticket.lines.select_related("product"), "secret": door.secret}
    return render(request, "public/filed.html", context)
