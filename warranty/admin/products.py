"""What we sell."""

from django.contrib import admin

from common.stock_forms import StockForms
from warranty.forms.desk import ProductForm
from warranty.models import Product


@admin.register(Product)
class ProductAdmin(StockForms, admin.ModelAdmin[Product]):
    """What we sell, and the letter by which its serials are known."""

    form = ProductForm
    list_display = ("code", "name", "serial_letter", "is_active")
    search_fields = ("code", "name")
