"""Answers for those who watch over the portal: is it alive, is it ready, what are its figures."""

import hmac
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from rma_portal.metrics import exposition
from rma_portal.readiness import complaints

LOOPBACK = frozenset({"127.0.0.1", "::1"})
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP")


@never_cache
@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    """Alive: this process answers. It asks nobody else, so no fault of another can get it restarted."""
    return HttpResponse("alive\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def readyz(_request: HttpRequest) -> JsonResponse:
    """Ready: everything a visitor needs works; if not, which part does not, in words."""
    found = complaints()
    broken = [name for name, complaint in found.items() if complaint]
    body = {
        "ready": not broken,
        "broken": broken,
        "checks": {name: complaint or "ok" for name, complaint in sorted(found.items())},
    }
    return JsonResponse(body, status=HTTPStatus.SERVICE_UNAVAILABLE if broken else HTTPStatus.OK)


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for whoever brings the token; without one set, only for this machine itself."""
    if not _may_read_metrics(request):
        raise Http404
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)


def _may_read_metrics(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    # Behind a proxy on the same machine everybody seems to come from here.
    is_forwarded = any(request.META.get(name) for name in FORWARDED)
    return request.META.get("REMOTE_ADDR") in LOOPBACK and not is_forwarded
