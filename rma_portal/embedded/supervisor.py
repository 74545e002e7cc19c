"""Keeps processes running: one that dies starts again, sooner or later according to how often it died."""

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from rma_portal.embedded import children
from rma_portal.embedded.console import say
from rma_portal.embedded.errors import SetupError
from rma_portal.embedded.interrupts import interrupts

FIRST_PAUSE_S = 0.2
LONGEST_PAUSE_S = 30.0
# Whoever lived this long did not die of its start; the next pause is short again.
HEALTHY_AFTER_S = 20.0
TICK_S = 0.1


@dataclass
class Service:
    name: str
    launch: Callable[[], subprocess.Popen[bytes]]
    grace: float = 15.0
    process: subprocess.Popen[bytes] | None = None
    begun: float = field(default_factory=time.monotonic)
    pause: float = FIRST_PAUSE_S
    due: float = 0.0
    deaths: int = 0

    def start(self) -> None:
        self.begun = time.monotonic()
        try:
            self.process = self.launch()
        except (OSError, SetupError) as error:
            say(f"{self.name} can't start: {error}")
            self.process = None
            self._put_off()

    def look_after(self) -> None:
        if self.process is None:
            if time.monotonic() >= self.due:
                self.start()
        elif (status := self.process.poll()) is not None:
            # A dead gunicorn's workers would still hold its port.
            children.sweep(self.process)
            self.process = None
            self._put_off()
            say(f"{self.name} ended ({_how(status)}); it starts again in {self.due - time.monotonic():.1f} s.")

    def _put_off(self) -> None:
        now = time.monotonic()
        self.deaths += 1
        self.pause = FIRST_PAUSE_S if now - self.begun > HEALTHY_AFTER_S else self.pause * 2
        self.pause = min(self.pause, LONGEST_PAUSE_S)
        self.due = now + self.pause


def _how(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"


def watch(services: list[Service], until: Callable[[], bool]) -> None:
    """Look after all services until the condition holds or somebody asks us to end."""
    while not interrupts.asked:
        for service in services:
            service.look_after()
        if until():
            return
        time.sleep(TICK_S)


def stop_all(services: list[Service]) -> None:
    """Ask all at once, then wait for each: the slowest decides how long it takes, not the sum."""
    running = [(service, service.process) for service in services if service.process is not None]
    for _, process in running:
        children.send(process, signal.SIGTERM)
    begun = time.monotonic()
    for service, process in running:
        if not children.wait_until(process, begun + service.grace):
            say(f"{service.name} did not end in {service.grace:.0f} s and is made to.")
        children.sweep(process)
