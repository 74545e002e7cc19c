"""The registry at the desk: products, units with the life of each, and the lists that units come in by."""

from warranty.admin import lists, products, units

__all__ = ["lists", "products", "units"]
