"""The registry at the desk: products, and every unit with its sales chain."""

from typing import Any, cast

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from accounts.models import Partner
from warranty.forms.desk import ProductForm, UnitForm
from warranty.models import Product, Unit
from warranty.serials import read_serial

MOST_COUNTED = 10_000


class CappedPaginator(Paginator[Any]):
    """Counts to ten thousand and no further: a list of a million units opens as fast as one of a hundred."""

    @cached_property
    def count(self) -> int:
        units = cast("QuerySet[Unit]", self.object_list)
        return units.order_by().values("pk")[:MOST_COUNTED].count()


@admin.register(Product)
class ProductAdmin(admin.ModelAdmin[Product]):
    """What we sell, and the letter by which its serials are known."""

    form = ProductForm
    list_display = ("code", "name", "serial_letter", "is_active")
    search_fields = ("code", "name")


@admin.register(Unit)
class UnitAdmin(admin.ModelAdmin[Unit]):
    """One unit: where it came from, whom it was sold through, which cases it was in."""

    form = UnitForm
    change_form_template = "admin/warranty/unit/change_form.html"
    list_display = ("serial", "product", "lot", "shipped_on", "distributor", "reseller", "sold_on")
    list_filter = ("product",)
    list_select_related = ("product", "distributor", "reseller")
    list_per_page = 50
    search_fields = ("serial",)
    autocomplete_fields = ("product", "distributor", "reseller")
    ordering = ("-id",)
    paginator = CappedPaginator
    show_full_result_count = False

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
