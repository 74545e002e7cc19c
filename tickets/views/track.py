"""Follow a case without its link: the answer is always the same, the link goes to the inbox."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from common.clients import network_of
from common.errors import DomainError
from common.refusals import REFUSED, status_of
from tickets.forms.case import TrackForm
from tickets.limits import LINK_REQUESTS
from tickets.link_requests import request_link
from tickets.numbers import NotANumberError, read_number


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Ask for number and address; tell nobody whether they belong together."""
    if request.method != "POST":
        return render(request, "public/track.html", {"form": TrackForm()})
    form = TrackForm(request.POST)
    if not form.is_valid():
        return render(request, "public/track.html", {"form": form}, status=REFUSED)
    try:
        number = read_number(form.cleaned_data["number"])
        LINK_REQUESTS.check(network_of(request))
        request_link(number=number, address=form.cleaned_data["email"])
    except NotANumberError as error:
        form.add_error("number", str(error))
        return render(request, "public/track.html", {"form": form}, status=REFUSED)
    except DomainError as error:
        return render(request, "public/track.html", {"form": form, "refusal": error}, status=status_of(error))
    return render(request, "public/link_sent.html")
