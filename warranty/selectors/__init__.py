from warranty.selectors.units import units_by_serial

__all__ = ["units_by_serial"]
