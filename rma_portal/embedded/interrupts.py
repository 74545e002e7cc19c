"""SIGTERM, Ctrl-C and a closed terminal all ask for the same thing: an orderly end."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class Stopped(BaseException):
    """Somebody asked us to end; like KeyboardInterrupt, nothing that `except Exception` may eat."""


class Interrupts:
    def __init__(self) -> None:
        self.asked = False
        self._held = 0

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        # Only the first one raises: a second Ctrl-C must not tear the clean-up apart.
        if self.asked:
            return
        self.asked = True
        if not self._held:
            raise Stopped

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep a request waiting where raising would lose track of a process."""
        self._held += 1
        try:
            yield
        finally:
            self._held -= 1
        if self.asked and not self._held:
            raise Stopped


interrupts = Interrupts()
