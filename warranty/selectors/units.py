"""Questions to the registry of units."""

from collections.abc import Collection

from warranty.models import Unit


def units_by_serial(serials: Collection[str]) -> dict[str, Unit]:
    """The registered ones among these serials, with product and sales chain at hand."""
    if not serials:
        return {}
    units = Unit.objects.filter(serial__in=serials).select_related("product", "reseller", "distributor")
    return {unit.serial: unit for unit in units}
