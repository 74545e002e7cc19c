"""Links that open one thing without a login: the secret is computed when needed and stored nowhere."""

import hmac
import re
import secrets
from hashlib import sha256

from django.conf import settings

NONCE_BYTES = 12
MAC_CHARACTERS = 32  # hex, 128 bits
SECRET = re.compile(rf"[0-9a-f]{{{NONCE_BYTES * 2 + MAC_CHARACTERS}}}")


def new_nonce() -> str:
    """What the link's row keeps; worthless without the server's key."""
    return secrets.token_hex(NONCE_BYTES)


def secret_for(scope: str, nonce: str) -> str:
    """The secret part of a link's address: the nonce and a keyed seal over it and its scope."""
    return nonce + _seal(scope, nonce)


def nonce_of(scope: str, secret: str) -> str | None:
    """The nonce in a secret that we made for this scope, or None; takes the same time for near misses."""
    if not SECRET.fullmatch(secret):
        return None
    nonce, seal = secret[: NONCE_BYTES * 2], secret[NONCE_BYTES * 2 :]
    return nonce if hmac.compare_digest(seal, _seal(scope, nonce)) else None


def _seal(scope: str, nonce: str) -> str:
    key = settings.LINK_KEY.encode()
    return hmac.new(key, f"link:{scope}:{nonce}".encode(), sha256).hexdigest()[:MAC_CHARACTERS]
