"""The envelope sender of our mails: it names the delivery under a seal, so that a bounce finds what bounced."""

import hmac
import re
from hashlib import sha256
from typing import Final

from django.conf import settings

SEAL_CHARACTERS: Final = 20
TOKEN: Final = re.compile(rf"\+b\.(\d{{1,18}})\.([0-9a-f]{{{SEAL_CHARACTERS}}})$")


def bounce_address(delivery_id: int) -> str:
    """Where mail servers report about this one delivery."""
    user, _, domain = (settings.BOUNCE_ADDRESS or settings.SUPPORT_EMAIL).rpartition("@")
    return f"{user}+b.{delivery_id}.{_seal(delivery_id)}@{domain}"


def delivery_id_of(address: str) -> int | None:
    """The delivery that a bounce address of ours names; None for any other address."""
    found = TOKEN.search(address.strip().strip("<>").rpartition("@")[0].lower())
    if not found or not hmac.compare_digest(found[2], _seal(int(found[1]))):
        return None
    return int(found[1])


def _seal(delivery_id: int) -> str:
    key = settings.LINK_KEY.encode()
    return hmac.new(key, f"bounce:{delivery_id}".encode(), sha256).hexdigest()[:SEAL_CHARACTERS]
