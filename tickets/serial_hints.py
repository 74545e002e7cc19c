"""What a stranger may hear about a serial number while typing it: how we read it, and whether it is one of ours."""

from dataclasses import dataclass

from warranty import catalogue
from warranty.models import Product, Unit
from warranty.serials import is_serial, read_serial


@dataclass(frozen=True)
class SerialHint:
    serial: str
    is_whole: bool
    is_known: bool = False
    product: Product | None = None


def hint_for(typed: str) -> SerialHint:
    """Shape, product by letter, known or not; never whose it is, when it was sold, or what was reported."""
    serial = read_serial(typed)
    if not is_serial(serial):
        return SerialHint(serial=serial, is_whole=False)
    known = Unit.objects.filter(serial=serial).exists()
    return SerialHint(serial=serial, is_whole=True, is_known=known, product=catalogue.product_of_letter(serial))
