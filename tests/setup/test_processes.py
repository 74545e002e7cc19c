import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from rma_portal.embedded import children
from rma_portal.embedded.environment import CHECKOUT
from rma_portal.embedded.supervisor import Service, stop_all, watch

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]


def is_alive(pid: int) -> bool:
    """A zombie counts as dead: where PID 1 does not reap, it would stay for ever."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_for(condition, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help is Linux's own")
def test_a_child_does_not_outlive_a_parent_that_was_killed(tmp_path):
    script = (
        "import os, sys; from rma_portal.embedded import children;"
        f"p = children.start({SLEEP!r}, env=os.environ); print(p.pid, flush=True); p.wait()"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())

    parent.kill()
    parent.wait()
    parent.stdout.close()

    assert wait_for(lambda: not is_alive(child))


def test_stopping_takes_a_childs_own_children_along():
    script = f"import subprocess; print(subprocess.Popen({SLEEP!r}).pid, flush=True); import time; time.sleep(60)"
    process = children.start([sys.executable, "-c", script], env=os.environ, stdout=subprocess.PIPE)
    assert process.stdout is not None
    grandchild = int(process.stdout.readline())

    children.stop(process, signal.SIGTERM, 5)
    process.stdout.close()

    assert wait_for(lambda: not is_alive(grandchild))


def test_a_service_that_dies_starts_again_and_later_each_time():
    service = Service(
        "short-lived", lambda: children.start([sys.executable, "-c", "raise SystemExit(3)"], env=os.environ)
    )
    pauses = []

    def enough() -> bool:
        if len(pauses) < service.deaths:
            pauses.append(service.pause)
        return len(pauses) == 3

    watch([service], enough)
    stop_all([service])

    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[2]


def test_a_service_that_can_not_be_started_does_not_end_the_others(capsys):
    broken = Service("broken", lambda: children.start(["/nowhere/at-all"], env=os.environ))
    healthy = Service("healthy", lambda: children.start(SLEEP, env=os.environ))

    watch([broken, healthy], lambda: broken.deaths > 0)

    assert healthy.process is not None
    assert healthy.process.poll() is None
    stop_all([broken, healthy])
    assert "broken can't start" in capsys.readouterr().err
    assert healthy.process.poll() is not None


def test_who_does_not_end_in_time_is_made_to(capsys):
    deaf = [
        sys.executable,
        "-c",
        "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)",
    ]
    process = children.start(deaf, env=os.environ, stdout=subprocess.PIPE)
    assert process.stdout is not None
    process.stdout.readline()

    stop_all([Service("deaf", lambda: process, grace=0.2, process=process)])
    process.stdout.close()

    assert process.returncode == -signal.SIGKILL
    assert "deaf did not end" in capsys.readouterr().err
