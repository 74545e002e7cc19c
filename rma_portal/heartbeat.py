"""Whether the clock ticks: beat and a worker together leave a mark every few seconds."""

import time
from typing import Final

from django.core.cache import cache
from django.utils.translation import gettext as _

KEY: Final = "heartbeat"
SILENCE: Final = 60.0
_missed: dict[str, float] = {}


def leave_mark() -> None:
    cache.set(KEY, time.time(), timeout=None)


def age() -> float | None:
    """Seconds since the last mark, or None where there is none."""
    mark = cache.get(KEY)
    return max(0.0, time.time() - mark) if isinstance(mark, float) else None


def complaint() -> str:
    """What is wrong with the clock, if anything.

    A missing mark is no proof: Redis may have been flushed or this process just been started. So the silence is
    measured from the moment at which this process first noticed it.
    """
    silent = age()
    if silent is not None and silent < SILENCE:
        _missed.clear()
        return ""
    since = _missed.setdefault("since", time.monotonic())
    if time.monotonic() - since < SILENCE:
        return ""
    return _("The clock (beat, or every worker) has not been heard of for more than a minute.")
