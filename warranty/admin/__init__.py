"""The warranty room at the desk: products, units with their lists and lives, policies and laws."""

from warranty.admin import laws, lists, policies, products, units

__all__ = ["laws", "lists", "policies", "products", "units"]
