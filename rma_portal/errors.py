"""Pages for what went wrong, in the same look as all others."""

from typing import Final

import structlog
from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.csrf import requires_csrf_token

from rma_portal.context import brand
from tickets.views import report

log = structlog.get_logger(__name__)

TOO_MUCH: Final = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
# When not even the page for this can be made.
LAST_WORDS: Final = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Error</title>'
    "<h1>Something went wrong on our side</h1><p>Please try again in a few minutes, or write to {address}.</p></html>"
)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, TOO_MUCH):
        return too_large(request)
    return render(request, "errors/400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errors/404.html", status=404)


def gone(request: HttpRequest, *, sentence: str) -> HttpResponse:
    """What stood here is erased on purpose; it is not a fault and will not come back."""
    return render(request, "errors/410.html", {"sentence": sentence}, status=410)


def too_large(request: HttpRequest) -> HttpResponse:
    most = {"most_files": settings.UPLOAD_MAX_FILES, "most_bytes": settings.UPLOAD_MAX_BYTES}
    return render(request, "errors/413.html", most, status=413)


def too_often(request: HttpRequest, *, sentence: str, retry_after: int) -> HttpResponse:
    """For pages that have no form of their own to say it beside."""
    response = render(request, "errors/429.html", {"sentence": sentence}, status=429)
    response["Retry-After"] = str(retry_after)
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Without the request: no session, no messages, nothing that could ask the database that may be away."""
    try:
        page = str(render_to_string("errors/500.html", brand(request)))
    except Exception:
        log.exception("error_page_not_rendered")
        page = LAST_WORDS.format(address=settings.SUPPORT_EMAIL)
    return HttpResponse(page, status=500)


@requires_csrf_token
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that had lain too long is given back as it was filled in; any other page says what to do."""
    if request.resolver_match is not None and request.resolver_match.view_name == "support:new":
        return report.refill(request)
    return render(request, "errors/403.html", {"is_expired": True}, status=403)
