"""The servers under measurement, started as an operator starts them."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(*command: str, port: int = 0, **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """One server process until the block ends; `port` is waited for."""
    log = (Path(os.environ["PORTAL_STATE"]) / "bench.log").open("ab")
    process = subprocess.Popen(
        [sys.executable, "-m", *command], cwd=ROOT, env=os.environ | environment, stdout=log, stderr=log
    )
    try:
        _wait_for(process, port)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def web(application: str = "rma_portal.wsgi", **environment: str) -> Iterator[int]:
    """gunicorn with the portal's own configuration: 2 workers of 4 threads; yields its port."""
    port = free_port()
    command = ("gunicorn", "--config", "deploy/gunicorn.py", application)
    with running(*command, port=port, PORT=str(port), PORTAL_BIND="127.0.0.1", PORTAL_THROTTLES="off", **environment):
        yield port


@contextmanager
def worker(**environment: str) -> Iterator[None]:
    """One Celery worker as `./portal up` starts it."""
    options = ("--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "warning")
    with running("celery", "-A", "rma_portal", "worker", *options, **environment):
        time.sleep(3)
        yield


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    end = time.monotonic() + 60
    while port and time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            raise SystemExit(f"A server ended at once; see {os.environ['PORTAL_STATE']}/bench.log")
        time.sleep(0.05)
