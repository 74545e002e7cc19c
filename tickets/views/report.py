"""The page on which a problem is reported."""

from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common.clients import network_of
from common.errors import DomainError, ThrottledError
from common.memory import Memory
from common.refusals import REFUSED, status_of
from tickets.forms.submission import Submission
from tickets.forms.units import MOST_UNITS
from tickets.limits import FILINGS_PER_ADDRESS, FILINGS_PER_NETWORK
from tickets.services.filing import file_case
from tickets.services.links import secret_for_filer
from tickets.symptoms import SAFETY
from warranty.serials import IN_CODE


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new_case(request: HttpRequest) -> HttpResponse:
    """Show the form; file what was sent and lead to the page with the number."""
    if request.method != "POST":
        return _page(request, Submission(), fields=_BLANK.get(get_language() or ""))
    if request.POST.get("begin"):
        return _page(request, Submission.begun(request))
    if request.POST.get("switch_language"):
        return _in_another_language(request)
    submission = Submission.read(request)
    if request.POST.get("add_unit"):
        return _page(request, submission.as_typed(more_rows=1))
    if not submission.is_valid:
        return _page(request, submission, status=REFUSED)
    return _file(request, submission)


def _file(request: HttpRequest, submission: Submission) -> HttpResponse:
    try:
        FILINGS_PER_NETWORK.check(network_of(request))
        FILINGS_PER_ADDRESS.check(submission.form.cleaned_data["email"])
        ticket = file_case(submission.filing())
    except DomainError as error:
        response = _page(request, submission, status=status_of(error), refusal=error)
        if isinstance(error, ThrottledError):
            response["Retry-After"] = str(error.retry_after)
        return response
    filed = reverse("support:filed", args=[secret_for_filer(ticket=ticket)])
    return HttpResponseRedirect(filed, status=303)


def refill(request: HttpRequest) -> HttpResponse:
    """The form had expired: give it back as it was filled in, fresh enough to be sent again."""
    return _page(request, Submission.read(request), status=403, notice="expired")


def _in_another_language(request: HttpRequest) -> HttpResponse:
    wanted = request.POST["switch_language"]
    if wanted not in dict(settings.LANGUAGES):
        return _page(request, Submission.read(request), status=REFUSED)
    translation.activate(wanted)
    response = _page(request, Submission.read(request).as_typed())
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, wanted, samesite="Lax", max_age=365 * 86400)
    return response


def _page(
    request: HttpRequest,
    submission: Submission,
    *,
    status: int = 200,
    fields: SafeString | None = None,
    refusal: DomainError | None = None,
    **shown: str,
) -> HttpResponse:
    context = {
        "submission": submission,
        "fields": fields if fields is not None else _fields(submission),
        "is_blank": fields is not None,
        "most_files": settings.UPLOAD_MAX_FILES,
        "most_bytes": settings.UPLOAD_MAX_BYTES,
        "refusal": refusal,
        "serial_in_code": IN_CODE.pattern,
        **shown,
    }
    return render(request, "public/report.html", context, status=status)


def _fields(submission: Submission) -> SafeString:
    context = {
        "submission": submission,
        "form": submission.form,
        "units": submission.units,
        "uploads": submission.uploads,
        "most_units": MOST_UNITS,
        "most_files": settings.UPLOAD_MAX_FILES,
        "most_bytes": settings.UPLOAD_MAX_BYTES,
        "dangers": " ".join(SAFETY),
        "SUPPORT_EMAIL": settings.SUPPORT_EMAIL,
    }
    return render_to_string("public/_report_fields.html", context)


def _blank_fields(_language: str) -> SafeString:
    return _fields(Submission())


# Twenty crispy fields take longer than everything else on the page, and blank they are the same for everybody.
_BLANK: Final = Memory(_blank_fields, seconds=60)
