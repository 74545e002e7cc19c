"""The page with one field, on which a customer gives a serial number that we asked for; it opens nothing else."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from common.errors import DomainError, ThrottledError
from common.refusals import REFUSED, status_of
from tickets.forms.serial import SerialAnswerForm
from tickets.forms.uploads import Uploads
from tickets.limits import SERIAL_ANSWERS
from tickets.models import SerialRequest
from tickets.serial_links import find_request, is_open, secret_of
from tickets.services.serial_answers import SerialAnswer, answer_request, not_readable
from tickets.views.door import GONE, sealed, speak_language_of
from warranty.serials import IN_CODE

View = Callable[[HttpRequest, SerialRequest], HttpResponse]


def _for_asked(view: View) -> Callable[[HttpRequest, str], HttpResponseBase]:
    """What was asked by this link; one plain page for every link that asks nothing, whatever the cause."""

    @wraps(view)
    def routed(request: HttpRequest, secret: str) -> HttpResponseBase:
        asked = find_request(secret)
        if asked is None:
            return sealed(render(request, "public/serial_over.html", status=GONE))
        speak_language_of(asked.ticket, request)
        return sealed(view(request, asked))

    # As with the page of a case: no cookie opens this, so no other site can make a browser act here.
    return csrf_exempt(routed)


@_for_asked
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, asked: SerialRequest) -> HttpResponse:
    """One field, or a photo, or the word that neither is to be had."""
    if request.method == "POST" and asked.answered_at is not None:
        return _thank(asked)
    if not is_open(asked, at=timezone.now()):
        return render(request, "public/serial_over.html", status=GONE)
    if request.method != "POST":
        return _page(request, asked, SerialAnswerForm(), Uploads())
    return _take(request, asked)


@_for_asked
@require_safe
def thanks(request: HttpRequest, asked: SerialRequest) -> HttpResponse:
    """The answer has reached us."""
    if asked.answered_at is None:
        return HttpResponseRedirect(reverse("support:serial_wanted", args=[secret_of(asked)]), status=303)
    return render(request, "public/serial_thanks.html", {"number": asked.ticket.pretty_number})


def _take(request: HttpRequest, asked: SerialRequest) -> HttpResponse:
    uploads = Uploads.read(request, names=["photos"], scope=f"serial:{asked.pk}", who=asked.nonce)
    product = asked.line.product if asked.line else None
    form = SerialAnswerForm(request.POST, product=product, has_photo=bool(uploads.kept))
    is_complete = form.is_valid() and not uploads.errors
    if "unreadable" in request.POST:
        answer = SerialAnswer(words=not_readable(asked.ticket.language))
    elif is_complete:
        answer = SerialAnswer(unit=form.unit, photos=uploads.attachments)
    else:
        return _page(request, asked, form, uploads, status=REFUSED)
    try:
        SERIAL_ANSWERS.check(asked.nonce)
        answer_request(request=asked, answer=answer)
    except DomainError as error:
        form.add_error("serial", str(error))
        response = _page(request, asked, form, uploads, status=status_of(error))
        if isinstance(error, ThrottledError):
            response["Retry-After"] = str(error.retry_after)
        return response
    return _thank(asked)


def _thank(asked: SerialRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("support:serial_thanks", args=[secret_of(asked)]), status=303)


def _page(
    request: HttpRequest, asked: SerialRequest, form: SerialAnswerForm, uploads: Uploads, *, status: int = 200
) -> HttpResponse:
    context = {
        "number": asked.ticket.pretty_number,
        "product": asked.line.product if asked.line else None,
        "form": form,
        "uploads": uploads,
        "most_files": settings.UPLOAD_MAX_FILES,
        "most_bytes": settings.UPLOAD_MAX_BYTES,
        "serial_in_code": IN_CODE.pattern,
    }
    return render(request, "public/serial.html", context, status=status)
