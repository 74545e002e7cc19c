"""How often the public pages may be used; counted by network and by address, never by puzzles."""

from typing import Final

from common.throttles import Limit

FILINGS_PER_NETWORK: Final = Limit("filings-network", 40, 3600)
FILINGS_PER_ADDRESS: Final = Limit("filings-address", 12, 3600)
UPLOADS: Final = Limit("uploads", 150, 3600)
SERIAL_LOOKUPS: Final = Limit("serial-lookups", 300, 600)
LINK_REQUESTS: Final = Limit("link-requests", 10, 900)
CASE_CHANGES: Final = Limit("case-changes", 60, 600)
SERIAL_ANSWERS: Final = Limit("serial-answers", 40, 3600)
