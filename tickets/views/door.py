"""The way in by a secret link: which case it opens, and what holds for every page behind it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

from accounts.actors import Actor
from tickets.case_links import find_link, is_open
from tickets.models import CaseLink, Ticket

Parameters = ParamSpec("Parameters")
GONE = 410


@dataclass(frozen=True)
class Door:
    """An open link, and the case behind it: a merged case's link opens its target."""

    link: CaseLink
    secret: str

    @property
    def ticket(self) -> Ticket:
        return self.link.ticket.merged_into or self.link.ticket

    @property
    def actor(self) -> Actor:
        return Actor(name=self.ticket.name or self.ticket.email)

    @property
    def scope(self) -> str:
        """What uploads for this case are tied to until they are sent."""
        return f"case:{self.ticket.pk}"

    def path(self, page: str = "case") -> str:
        return reverse(f"support:{page}", args=[self.secret])


View = Callable[Concatenate[HttpRequest, Door, Parameters], HttpResponseBase]
Routed = Callable[Concatenate[HttpRequest, str, Parameters], HttpResponseBase]


def behind_link(view: View[Parameters]) -> Routed[Parameters]:
    """Open the door or say why not; an unknown secret is a page that does not exist."""

    @wraps(view)
    def routed(
        request: HttpRequest, secret: str, *args: Parameters.args, **options: Parameters.kwargs
    ) -> HttpResponseBase:
        link = find_link(secret)
        if link is None:
            raise Http404
        speak_language_of(link.ticket, request)
        if is_open(link, at=timezone.now()):
            return sealed(view(request, Door(link, secret), *args, **options))
        return sealed(render(request, "public/case_expired.html", {"secret": secret}, status=GONE))

    # No cookie opens these pages, so no other site can make a browser act here: whoever can name the address holds the
    # secret. A token could not be checked anyway, since no-referrer makes browsers send a null origin.
    return cast("Routed[Parameters]", csrf_exempt(routed))


def by_post(view: Callable[[HttpRequest, Door], HttpResponse]) -> Callable[[HttpRequest, Door], HttpResponse]:
    """Changes come by POST alone; an address that was typed or reloaded leads back to the page of the case."""

    @wraps(view)
    def guarded(request: HttpRequest, door: Door) -> HttpResponse:
        return view(request, door) if request.method == "POST" else HttpResponseRedirect(door.path(), status=303)

    return guarded


def sealed(response: HttpResponseBase) -> HttpResponseBase:
    """Kept nowhere, indexed nowhere, and its address handed on to nobody."""
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response


def speak_language_of(ticket: Ticket, request: HttpRequest) -> None:
    """The case's language, until the reader chooses another."""
    if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
        translation.activate(ticket.language)
        request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE
