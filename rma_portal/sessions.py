"""Sessions in the database, asked for only by keys that we could have made."""

import re
from typing import Final

from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore

KEY: Final = re.compile(r"[0-9a-z]{32}")


class SessionStore(DatabaseSessionStore):
    """A cookie holds whatever its sender likes, also what PostgreSQL cannot even be asked for, such as a NUL."""

    def _validate_session_key(self, key: str | None) -> bool:
        return key is not None and KEY.fullmatch(key) is not None
