"""What `./portal up` runs with on one machine."""

import secrets

from rma_portal.settings.base import *  # noqa: F403
from rma_portal.settings.base import ALLOWED_HOSTS, LINK_KEY, SECRET_KEY

# `./portal` hands on a key of its own per state folder; a process started by hand without one lives with a passing key.
SECRET_KEY = SECRET_KEY or secrets.token_urlsafe(48)
LINK_KEY = LINK_KEY or SECRET_KEY
ALLOWED_HOSTS = ALLOWED_HOSTS or ["localhost", "127.0.0.1", "[::1]", "testserver"]
DEV_MAIL = True
