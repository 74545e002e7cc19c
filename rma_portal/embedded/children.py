"""Processes that never outlive us: the kernel signals them when we die, and we reap them ourselves."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from rma_portal.embedded.interrupts import Stopped, interrupts

PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

Stream = int | IO[bytes] | None


@dataclass(frozen=True)
class Account:
    """Whom a server runs as when we are root."""

    name: str
    uid: int
    gid: int


def _tied_to_us(farewell: signal.Signals) -> Callable[[], None]:
    parent = os.getpid()

    def tie() -> None:
        # subprocess has changed the user by now; setuid would have wiped this setting.
        if _libc is not None:
            _libc.prctl(PR_SET_PDEATHSIG, farewell, 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return tie


def start(  # noqa: PLR0913 - as subprocess.Popen
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    cwd: Path | None = None,
    account: Account | None = None,
    farewell: signal.Signals = signal.SIGTERM,
    stdin: Stream = subprocess.DEVNULL,
    stdout: Stream = None,
    stderr: Stream = None,
    own_session: bool = True,
) -> subprocess.Popen[bytes]:
    """Start a child; with a session of its own, Ctrl-C reaches only us and we choose the order in which things end."""
    process: subprocess.Popen[bytes] | None = None
    try:
        with interrupts.held():
            process = subprocess.Popen(
                [os.fspath(part) for part in command],
                env=dict(env),
                cwd=cwd,
                user=account.uid if account else None,
                group=account.gid if account else None,
                extra_groups=[] if account else None,
                preexec_fn=_tied_to_us(farewell),  # noqa: PLW1509 - we run no threads
                stdin=stdin,
                stdout=stdout,
                stderr=stderr,
                start_new_session=own_session,
            )
    except Stopped:
        if process is not None:
            sweep(process)
        raise
    return process


def send(process: subprocess.Popen[bytes], number: signal.Signals) -> None:
    if process.poll() is None:
        process.send_signal(number)


def wait_until(process: subprocess.Popen[bytes], deadline: float) -> bool:
    try:
        process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return False
    return True


def sweep(process: subprocess.Popen[bytes]) -> None:
    """End what is left of a child's session, and the child; only for children with a session of their own."""
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):
        send(process, signal.SIGKILL)
    process.wait()


def stop(process: subprocess.Popen[bytes], number: signal.Signals, grace: float) -> None:
    send(process, number)
    wait_until(process, time.monotonic() + grace)
    sweep(process)


@dataclass(frozen=True)
class Outcome:
    status: int
    output: str


def run(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    text: str = "",
    cwd: Path | None = None,
    account: Account | None = None,
) -> Outcome:
    """Run a short command to its end and keep what it says; it ends with us if we are interrupted."""
    process = start(
        command,
        env=env,
        cwd=cwd,
        account=account,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    try:
        output, _ = process.communicate(text.encode())
    finally:
        stop(process, signal.SIGTERM, 5)
    return Outcome(process.returncode, output.decode(errors="replace"))
