"""Lists of units at the desk: hand one in, see what it would change, let it in, read what became of it."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.doors import needs, user_of
from common.errors import DomainError
from common.refusals import REFUSED
from files.responses import serve
from warranty.forms.lists import UnitListForm
from warranty.lists.progress import progress_of
from warranty.lists.reading import HEADINGS
from warranty.models import UnitList
from warranty.services.unit_lists import confirm_list, drop_list, hand_in

CHANGES: Final[Mapping[str, Callable[..., UnitList]]] = {"confirm": confirm_list, "drop": drop_list}


@needs("warranty.add_unit")
def take_in(request: HttpRequest) -> HttpResponse:
    """Hand in a list; it is only checked for now."""
    is_sent = request.method == "POST"
    form = UnitListForm(request.POST, request.FILES) if is_sent else UnitListForm()
    if is_sent and form.is_valid():
        upload = form.cleaned_data["list"]
        try:
            unit_list = hand_in(name=upload.name or "", content=upload.file, user=user_of(request))
        except DomainError as error:
            form.add_error("list", str(error))
        else:
            return _to(unit_list)
    context = {**admin.site.each_context(request), "title": _("Take in a list"), "form": form, "headings": HEADINGS}
    return render(request, "admin/warranty/unitlist/take_in.html", context, status=REFUSED if form.errors else 200)


@needs("warranty.view_unit")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands in a list, what is wrong with it, how far it is, and what became of it."""
    unit_list = get_object_or_404(UnitList.objects.select_related("handed_in_by", "decided_by", "problem_file"), pk=pk)
    context = {
        **admin.site.each_context(request),
        "title": unit_list.name,
        "list": unit_list,
        "progress": progress_of(pk) if unit_list.is_under_way else None,
        "may_decide": user_of(request).has_perm("warranty.add_unit"),
    }
    return render(request, "admin/warranty/unitlist/show.html", context)


@needs("warranty.add_unit")
@require_POST
def decide(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Let a checked list in, or drop it."""
    unit_list = get_object_or_404(UnitList, pk=pk)
    if name not in CHANGES:
        raise Http404
    try:
        CHANGES[name](unit_list=unit_list, user=user_of(request))
    except DomainError as error:
        messages.error(request, str(error))
    return _to(unit_list)


@needs("warranty.view_unit")
def download_problems(_request: HttpRequest, pk: int) -> HttpResponseBase:
    """Every wrong cell of a list, as a table."""
    unit_list = get_object_or_404(UnitList.objects.select_related("problem_file"), pk=pk)
    if unit_list.problem_file is None:
        raise Http404
    return serve(unit_list.problem_file)


def _to(unit_list: UnitList) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:warranty_unitlist_change", args=[unit_list.pk]), status=303)


@admin.register(UnitList)
class UnitListAdmin(admin.ModelAdmin[UnitList]):
    """The lists that were handed in, newest first; whoever may add units may hand one in."""

    list_display = ("name", "state", "handed_in_by", "handed_in_at", "rows", "added", "changed", "problem_count")
    list_filter = ("state",)
    list_select_related = ("handed_in_by",)
    list_per_page = 50
    change_list_template = "admin/warranty/unitlist/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("add/", view(take_in), name="warranty_unitlist_add"),
            path("<int:pk>/change/", view(show), name="warranty_unitlist_change"),
            path("<int:pk>/errors/", view(download_problems), name="warranty_unitlist_errors"),
            path("<int:pk>/<slug:name>/", view(decide), name="warranty_unitlist_post"),
            path("", view(self.changelist_view), name="warranty_unitlist_changelist"),
        ]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("warranty.view_unit")

    def has_view_permission(self, request: HttpRequest, _obj: Any = None) -> bool:  # noqa: ANN401
        return request.user.has_perm("warranty.view_unit")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("warranty.add_unit")

    def has_change_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:  # noqa: ANN401
        return False

    def has_delete_permission(self, _request: HttpRequest, _obj: Any = None) -> bool:  # noqa: ANN401
        return False
