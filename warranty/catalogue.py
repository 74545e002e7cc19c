"""The products, remembered in the process: they change a few times a year and are asked for at every form."""

from typing import Final

from common.memory import Memory
from warranty.models import Product


def _load(_key: str) -> dict[str, Product]:
    return {product.code: product for product in Product.objects.all()}


_MEMORY: Final = Memory(_load, seconds=60)


def products() -> dict[str, Product]:
    """All products by code, in the order in which they are shown."""
    return _MEMORY.get("products")


def product_of_letter(serial: str) -> Product | None:
    """The product that the letter at the end of a serial names."""
    return next((p for p in products().values() if serial and p.serial_letter == serial[-1]), None)
