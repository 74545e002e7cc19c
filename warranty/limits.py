"""How often strangers may ask."""

from typing import Final

from common.throttles import Limit

SERIAL_CHECKS: Final = Limit("warranty-checks", 30, 600)
