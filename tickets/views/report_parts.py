"""What the report's page asks for while it is being filled in; each works without it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from common.clients import network_of
from common.errors import DomainError, ThrottledError
from common.refusals import status_of
from tickets.forms.submission import FILE_FIELDS, read_key
from tickets.forms.units import MOST_UNITS, row_number
from tickets.forms.uploads import keep_file
from tickets.limits import SERIAL_LOOKUPS, UPLOADS
from tickets.serial_hints import hint_for


@require_safe
def unit_row(request: HttpRequest) -> HttpResponse:
    """One more empty row, and the count of rows that goes with it."""
    rows = request.GET.get("units-TOTAL_FORMS", "")
    if not (rows.isdecimal() and rows.isascii() and len(rows) <= len(str(MOST_UNITS)) and int(rows) < MOST_UNITS):
        return render(request, "public/_units_full.html", {"most_units": MOST_UNITS})
    position = int(rows)
    context = {"form": row_number(position), "number": position + 1, "total": position + 1}
    return render(request, "public/_unit_row_added.html", context)


@never_cache
@require_safe
def serial_hint(request: HttpRequest) -> HttpResponse:
    """How we read the serial that is being typed; nothing about its owner, its sale or its cases."""
    typed = next((str(value) for name, value in request.GET.items() if name.endswith("serial")), "")
    try:
        SERIAL_LOOKUPS.check(network_of(request))
    except ThrottledError:
        return HttpResponse()
    return render(request, "public/_serial_hint.html", {"hint": hint_for(typed)})


@never_cache
@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Keep one file for a form that is still being filled in."""
    field, scope = request.POST.get("field", ""), str(read_key(request.POST.get("submission", "")))
    chosen = request.FILES.get("file")
    if chosen is None or field not in FILE_FIELDS:
        return _refusal(_("Please choose a file."), status=400)
    try:
        UPLOADS.check(network_of(request))
        kept = keep_file(chosen, field_name=field, scope=scope)
    except DomainError as error:
        return _refusal(str(error), status=status_of(error))
    return render(request, "public/_kept_file.html", {"kept": kept})


def _refusal(sentence: str, *, status: int) -> HttpResponse:
    return HttpResponse(sentence, status=status, content_type="text/plain; charset=utf-8")
