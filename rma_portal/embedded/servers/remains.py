"""What an earlier PostgreSQL left behind: a pid file that may name a stranger, or processes that still leave."""

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

from rma_portal.embedded.errors import SetupError

PATIENCE_S = 15.0


def clear_remains(data: Path) -> None:
    """Make the folder ready for a new server; call under the lock of its home, and with our own children reaped."""
    deadline = time.monotonic() + PATIENCE_S
    while inhabitants := list(_living_in(data)):
        if time.monotonic() > deadline:
            _end(inhabitants, data)
            break
        time.sleep(0.05)
    # A new process may have got the old number, as in a container whose numbers start again; PostgreSQL would
    # take it for the old server and refuse to start.
    if Path("/proc/self/cwd").exists():
        (data / "postmaster.pid").unlink(missing_ok=True)


def _living_in(data: Path) -> Iterator[int]:
    """Server processes have the data folder as their working folder; a zombie has none and so counts as dead."""
    here = os.path.realpath(data)
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if os.readlink(entry / "cwd") == here:
                yield int(entry.name)
        except OSError:
            continue


def _end(inhabitants: list[int], data: Path) -> None:
    for pid in inhabitants:
        try:
            os.kill(pid, signal.SIGQUIT)
        except OSError:
            continue
    time.sleep(2)
    if left := list(_living_in(data)):
        raise SetupError(
            f"Processes of an earlier start still use {data}: {', '.join(map(str, left))}. End them first."
        )
