"""What settings must be like; a wrong one stops the start with a sentence, not a visitor with a strange page."""

import re
import zoneinfo
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

ADDRESS: Final = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+")
AT_LEAST_ONE: Final = (
    *("LINK_DAYS", "REOPEN_DAYS", "CLOSE_SOLVED_AFTER_DAYS", "UPLOAD_MAX_BYTES", "UPLOAD_MAX_FILES"),
    "SMTP_MAX_BYTES",
)
PORTS: Final = ("PORT", "SMTP_PORT")
LAST_PORT: Final = 65_535
LEAST_TOKEN: Final = 16


def check(settings: Mapping[str, Any]) -> None:
    """Raise ImproperlyConfigured for the first value that cannot work."""
    for name in AT_LEAST_ONE:
        _demand(settings[name] >= 1, f"{name} must be at least 1.")
    for name in PORTS:
        _demand(0 < settings[name] <= LAST_PORT, f"{name} must lie between 1 and {LAST_PORT}.")
    for name in ("SUPPORT_EMAIL", "DEFAULT_FROM_EMAIL", "BOUNCE_ADDRESS"):
        value = settings[name]
        is_optional = name == "BOUNCE_ADDRESS" and not value
        _demand(is_optional or bool(ADDRESS.fullmatch(value)), f"{name} must be an e-mail address, not “{value}”.")
    _check_address_of_portal(settings["PORTAL_BASE_URL"])
    _check_rest(settings)


def _check_address_of_portal(value: str) -> None:
    parts = urlsplit(value)
    is_address = parts.scheme in {"http", "https"} and bool(parts.hostname) and not (parts.query or parts.fragment)
    _demand(is_address, f"PORTAL_BASE_URL must be an address like https://support.example.com, not “{value}”.")


def _check_rest(settings: Mapping[str, Any]) -> None:
    zone, token, scanner = settings["TIME_ZONE"], settings["METRICS_TOKEN"], settings["CLAMD_ADDRESS"]
    _demand(zone in zoneinfo.available_timezones(), f"TIME_ZONE must be like Europe/Stockholm, not “{zone}”.")
    _demand(settings["GOODWILL_LIMIT"] >= 0, "GOODWILL_LIMIT is an amount in cents, 0 for a second person always.")
    _demand(settings["TRUSTED_PROXIES"] >= 0, "TRUSTED_PROXIES is the number of proxies before us, 0 for none.")
    _demand(not token or len(token) >= LEAST_TOKEN, f"METRICS_TOKEN must have at least {LEAST_TOKEN} characters.")
    is_place = scanner.startswith("/") or scanner.rpartition(":")[2].isdecimal()
    _demand(not scanner or is_place, "CLAMD_ADDRESS must be host:port or the path of a socket.")


def _demand(holds: bool, sentence: str) -> None:  # noqa: FBT001
    if not holds:
        raise ImproperlyConfigured(sentence)
