"""A bar that says how far a long job is and when it will be done; on stderr, so that stdout stays the job's own."""

import time
from typing import Final, TextIO

WIDTH: Final = 30
EVERY_SECONDS: Final = 0.2
EVERY_SECONDS_IN_A_LOG: Final = 10.0


class Progress:
    """Counts up to `total`, or without end if that is 0; seldom and a line at a time where nobody watches."""

    def __init__(self, stream: TextIO, *, total: int, what: str) -> None:
        self._stream, self._total, self._what = stream, total, what
        self._is_terminal = stream.isatty()
        self._begun = time.monotonic()
        self._said = self._begun
        self.done = 0

    def advance(self, count: int = 1) -> None:
        self.done += count
        now = time.monotonic()
        if now - self._said >= (EVERY_SECONDS if self._is_terminal else EVERY_SECONDS_IN_A_LOG):
            self._said = now
            self._write(self._line(now), end="" if self._is_terminal else "\n")

    def finish(self) -> None:
        seconds = time.monotonic() - self._begun
        self._write(f"{self.done:,} {self._what} in {seconds:.1f} s".replace(",", " "), end="\n")

    def _line(self, now: float) -> str:
        if not self._total:
            return f"{self.done:,} {self._what} so far".replace(",", " ")
        share = min(1.0, self.done / self._total)
        left = (now - self._begun) * (1 - share) / share if share else 0.0
        bar = "█" * round(WIDTH * share)
        return f"{bar:░<{WIDTH}} {share:4.0%}  {self.done:,} {self._what}, {left:.0f} s left".replace(",", " ", 1)

    def _write(self, line: str, *, end: str) -> None:
        start = "\r\x1b[K" if self._is_terminal else ""
        self._stream.write(f"{start}{line}{end}")
        self._stream.flush()
