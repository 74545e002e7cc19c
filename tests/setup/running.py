"""A whole portal of its own for the tests that start, kill and stop one."""

import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rma_portal.embedded.environment import CHECKOUT

# What the test run itself was started with; a portal of its own must not use that database.
FOREIGN = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "EMAIL_URL", "SECRET_KEY", "PYTEST_XDIST_WORKER")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def portal_environment(state: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    ports = {"PORT": str(free_port()), "PORTAL_SMTP_PORT": str(free_port())}
    return kept | ports | {"PORTAL_STATE": str(state)} | more


def run_portal(environment: dict[str, str], *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    command = [CHECKOUT / "portal", *arguments]
    return subprocess.run(
        command, env=environment, input=text, capture_output=True, text=True, timeout=180, check=False
    )


@dataclass
class Up:
    process: subprocess.Popen[bytes]
    environment: dict[str, str]
    log: Path

    def words(self) -> str:
        return self.log.read_text(errors="replace")

    def wait_for(self, words: str, seconds: float = 120) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end and self.process.poll() is None:
            if words in self.words():
                return True
            time.sleep(0.1)
        return words in self.words()

    def status(self, path: str) -> int:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.environment['PORT']}{path}", timeout=10) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def children(self) -> dict[int, str]:
        """The processes that it started itself, by number."""
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                if entry.joinpath("stat").read_text().rsplit(")", 1)[1].split()[1] == str(self.process.pid):
                    found[int(entry.name)] = entry.joinpath("cmdline").read_bytes().replace(b"\0", b" ").decode()
            except OSError:
                continue
        return found

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(45)


@contextmanager
def portal_up(state: Path, *arguments: str, **more: str) -> Iterator[Up]:
    environment = portal_environment(state, **more)
    log = state.parent / "up.log"
    with log.open("wb") as file:
        process = subprocess.Popen(
            [CHECKOUT / "portal", "up", *arguments], env=environment, stdout=file, stderr=file, start_new_session=True
        )
    up = Up(process, environment, log)
    try:
        yield up
    finally:
        if process.poll() is None:
            up.stop()
