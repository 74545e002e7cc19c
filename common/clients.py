"""Who is asking, over the network."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The caller's IP: the rightmost one that our own proxies wrote, never one that the caller may invent."""
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if settings.TRUSTED_PROXIES and len(forwarded) >= settings.TRUSTED_PROXIES and forwarded[0]:
        return str(forwarded[-settings.TRUSTED_PROXIES])
    return str(request.META.get("REMOTE_ADDR", ""))


def network_of(request: HttpRequest) -> str:
    """What limits are counted by: the caller's address, or for IPv6 the network that one household is given."""
    address = address_of(request)
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    return str(ipaddress.ip_network(f"{parsed}/64", strict=False)) if parsed.version == 6 else address  # noqa: PLR2004
