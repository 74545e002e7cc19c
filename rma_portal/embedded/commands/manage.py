"""`./portal manage CMD …`: a management command against whatever `up` uses."""

import signal
import subprocess
import time
from pathlib import Path

from rma_portal.embedded import children
from rma_portal.embedded.environment import Environment
from rma_portal.embedded.interrupts import interrupts
from rma_portal.embedded.setup.prepare import prepare_tables
from rma_portal.embedded.setup.session import Session, ready_state, session

# These look at the code or mend the tables themselves; preparing first would be in their way.
UNPREPARED = {"", "check", "help", "makemigrations", "migrate", "prepare", "sqlmigrate", "translations", "version"}


def manage(environment: Environment, arguments: list[str]) -> int:
    ready_state(environment)
    with session(environment, own=False) as current:
        if current.running.processes and _wants_tables(arguments):
            prepare_tables(environment, current.handed_on)
        return run_command(current, [current.environment.checkout / "manage.py", *arguments])


def _wants_tables(arguments: list[str]) -> bool:
    name = arguments[0] if arguments else ""
    return name.lstrip("-") not in UNPREPARED


def run_command(current: Session, arguments: list[str | Path], *, cwd: Path | None = None) -> int:
    """Run it on our terminal with our stdin and stdout, and end as it ends."""
    process = children.start(
        [current.environment.python, *arguments],
        env=current.environment.for_child(current.handed_on),
        cwd=cwd,
        stdin=None,
        own_session=False,
    )
    return wait_for(process)


def wait_for(process: subprocess.Popen[bytes]) -> int:
    """Ctrl-C reaches the command from the terminal itself; a SIGTERM to us is passed on to it."""
    try:
        status = process.wait()
    finally:
        if interrupts.asked:
            children.send(process, signal.SIGTERM)
        if not children.wait_until(process, time.monotonic() + 15):
            children.send(process, signal.SIGKILL)
            process.wait()
    return status if status >= 0 else 128 - status
