"""Every unit with where it came from, whom it was sold through, and its life since."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path

from accounts.models import Partner
from common.stock_forms import StockForms
from warranty.admin import life
from warranty.admin.paginators import CappedPaginator
from warranty.forms.desk import UnitForm
from warranty.models import Service, Unit
from warranty.selectors.chains import chain_of, swaps_of
from warranty.serials import read_serial
from warranty.services.units import keep_unit


@admin.register(Unit)
class UnitAdmin(StockForms, admin.ModelAdmin[Unit]):
    """One unit, and the life of its serial: swaps, services, cases and what was decided in them."""

    form = UnitForm
    change_form_template = "admin/warranty/unit/change_form.html"
    change_list_template = "admin/warranty/unit/change_list.html"
    list_display = ("serial", "product", "state", "lot", "shipped_on", "distributor", "reseller", "sold_on")
    list_filter = ("product", "state")
    list_select_related = ("product", "distributor", "reseller")
    list_per_page = 50
    search_fields = ("serial",)
    autocomplete_fields = ("product", "distributor", "reseller")
    ordering = ("-id",)
    paginator = CappedPaginator
    show_full_result_count = False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/swap/", view(life.swap), name="warranty_unit_swap"),
            path("<int:pk>/service/", view(life.add_service), name="warranty_unit_service"),
            *super().get_urls(),
        ]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        unit = self.get_object(request, object_id) if object_id else None
        context = {**(extra_context or {}), **(_life_of(unit) if unit else {})}
        return super().changeform_view(request, object_id, form_url, context)

    def save_model(self, request: HttpRequest, obj: Unit, form: Any, change: bool) -> None:  # noqa: ANN401, FBT001
        if form.has_changed():
            keep_unit(unit=obj)

    def get_search_results(
        self, _request: HttpRequest, queryset: QuerySet[Unit], search_term: str
    ) -> tuple[QuerySet[Unit], bool]:
        """By the serial in any spelling or its beginning, else by lot or by the partner it went through."""
        term = search_term.strip()
        if not term:
            return queryset, False
        by_serial = queryset.filter(serial__startswith=read_serial(term))
        if by_serial.exists():
            return by_serial, False
        partners = list(
            Partner.objects.filter(Q(name__icontains=term) | Q(code__iexact=term)).values_list("pk", flat=True)
        )
        chain = Q(reseller__in=partners) | Q(distributor__in=partners)
        return queryset.filter(Q(lot__iexact=term) | chain), False

    def has_delete_permission(self, _request: HttpRequest, _obj: Unit | None = None) -> bool:
        return False


def _life_of(unit: Unit) -> dict[str, object]:
    chain = chain_of(unit)
    return {
        "chain": chain,
        "swaps": swaps_of(unit),
        "is_last": chain[-1] == unit,
        "services": Service.objects.filter(unit__in=chain).select_related("unit", "recorded_by"),
    }
