"""What a process remembers for a short while, so that it need not be asked for or made again at each request."""

import time
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar
from weakref import WeakSet

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Memory(Generic[Key, Value]):
    """Values by key, each made when first asked for and at most `seconds` old."""

    everything: "WeakSet[Memory[Hashable, object]]" = WeakSet()

    def __init__(self, make: Callable[[Key], Value], *, seconds: float) -> None:
        self._make = make
        self._seconds = seconds
        self._kept: dict[Key, tuple[float, Value]] = {}
        self.everything.add(self)  # type: ignore[arg-type]

    def get(self, key: Key) -> Value:
        # Two threads may make the same value at once; that is cheaper than letting one wait for the other.
        now = time.monotonic()
        kept = self._kept.get(key)
        if kept is None or kept[0] < now:
            kept = (now + self._seconds, self._make(key))
            self._kept[key] = kept
        return kept[1]

    def forget(self) -> None:
        self._kept.clear()


def forget_everything() -> None:
    """For whoever changes what is remembered and wants to see it at once."""
    for memory in Memory.everything:
        memory.forget()
