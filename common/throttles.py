"""Limits on how often one person may ask, counted in Redis; when Redis is away nobody is turned away."""

from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256

import structlog
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from common.errors import ThrottledError

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Limit:
    """At most `times` in `seconds`, for each of whoever is counted."""

    name: str
    times: int
    seconds: int

    def check(self, who: str) -> None:
        """Count one try; raise ThrottledError when it is one too many."""
        if settings.THROTTLES and self._count(who) > self.times:
            raise ThrottledError(
                _("That was too often. Please wait a few minutes and try again; what you wrote is kept."),
                retry_after=self.seconds,
            )

    def give_back(self, who: str) -> None:
        """A try that was none of those the limit is there for counts no longer."""
        with suppress(Exception):
            cache.decr(self._key(who))

    def _key(self, who: str) -> str:
        # Whatever somebody typed as their address makes a key that every cache takes.
        return f"limit:{self.name}:{sha256(who.casefold().encode(errors='replace')).hexdigest()}"

    def _count(self, who: str) -> int:
        try:
            return self._one_more(self._key(who))
        except Exception:
            log.warning("limit_not_counted", limit=self.name)
            return 0

    def _one_more(self, key: str) -> int:
        try:
            return cache.incr(key)
        except ValueError:  # the first one of a window; of several first ones at once one begins it
            return 1 if cache.add(key, 1, timeout=self.seconds) else cache.incr(key)
