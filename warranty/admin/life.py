"""What is written down of a unit after its sale: a swap, a stay at the trader's."""

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.doors import needs, user_of
from common.errors import DomainError
from common.refusals import REFUSED
from warranty.forms.life import ServiceForm, SwapForm
from warranty.models import Service, Unit
from warranty.services.genealogy import Exchange, record_service, swap_units


@needs("warranty.change_unit")
def swap(request: HttpRequest, pk: int) -> HttpResponse:
    """Another unit takes the place of this one."""
    unit = get_object_or_404(Unit, pk=pk)
    form = SwapForm(_sent(request))
    if form.is_valid():
        given = dict(form.cleaned_data)
        try:
            swap_units(old=unit, new=given.pop("successor"), exchange=Exchange(**given), user=user_of(request))
        except DomainError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("The swap is written down; the open claims of the chain are judged again."))
            return _back(unit)
    return _page(request, unit, form, title=_("Swap %(serial)s for another unit") % {"serial": unit})


@needs("warranty.change_unit")
def add_service(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit was at the trader's."""
    unit = get_object_or_404(Unit, pk=pk)
    form = ServiceForm(_sent(request), instance=Service(unit=unit))
    if form.is_valid():
        record_service(service=form.instance, user=user_of(request))
        messages.success(request, _("The service is written down; the open claims of the chain are judged again."))
        return _back(unit)
    return _page(request, unit, form, title=_("Service of %(serial)s") % {"serial": unit})


def _sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _page(request: HttpRequest, unit: Unit, form: forms.BaseForm, *, title: str) -> HttpResponse:
    context = {**admin.site.each_context(request), "title": title, "unit": unit, "form": form}
    return render(request, "admin/warranty/unit/write.html", context, status=REFUSED if form.errors else 200)


def _back(unit: Unit) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:warranty_unit_change", args=[unit.pk]), status=303)
