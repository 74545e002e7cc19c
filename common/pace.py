"""Answers that take the same time whatever they found out, so that the clock tells nobody who exists here."""

import time
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def steady_pace(seconds: float) -> Iterator[None]:
    """Leave this block no sooner than `seconds` after entering it."""
    end = time.monotonic() + seconds
    try:
        yield
    finally:
        time.sleep(max(0.0, end - time.monotonic()))
