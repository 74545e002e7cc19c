"""How far a worker is with a list, for whoever looks at it; lost with the cache, and nothing is lost by that."""

import time
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from django.core.cache import cache
from redis import RedisError

from warranty.lists.watching import Stage

EVERY_SECONDS: Final = 0.5
REMEMBERED_S: Final = 120
LAST_PERCENT: Final = 99


@dataclass(frozen=True)
class Progress:
    """So many rows of so many in this stage; a total of 0 says that nobody knows."""

    stage: Stage
    done: int
    total: int

    @property
    def percent(self) -> int | None:
        return min(self.done * 100 // self.total, LAST_PERCENT) if self.total else None


class Notebook:
    """Watches an import and writes down how far it is, now and then."""

    def __init__(self, unit_list: int) -> None:
        self._key = _key(unit_list)
        self._stage, self._done, self._total = Stage.READING, 0, 0
        self._written = 0.0

    def begin(self, stage: Stage, total: int) -> None:
        self._stage, self._done, self._total = stage, 0, total
        self._write()

    def advance(self, count: int) -> None:
        self._done += count
        if time.monotonic() - self._written >= EVERY_SECONDS:
            self._write()

    def _write(self) -> None:
        self._written = time.monotonic()
        with suppress(RedisError):
            cache.set(self._key, (self._stage.name, self._done, self._total), timeout=REMEMBERED_S)


def progress_of(unit_list: int) -> Progress | None:
    """How far the list is; None where no worker has begun, or nobody remembers."""
    with suppress(RedisError):
        if found := cache.get(_key(unit_list)):
            name, done, total = found
            return Progress(Stage[name], done, total)
    return None


def forget(unit_list: int) -> None:
    with suppress(RedisError):
        cache.delete(_key(unit_list))


def _key(unit_list: int) -> str:
    return f"unit-list:{unit_list}"
