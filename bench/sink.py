"""An SMTP server that takes everything in and notes when, for whom and in which order."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.controller import Controller

from bench.servers import free_port

MESSAGE_ID = re.compile(rb"^Message-ID:\s*(\S+)", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True)
class Arrival:
    at: float
    to: str
    message_id: str


@dataclass
class Sink:
    arrivals: list[Arrival] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802
        found = MESSAGE_ID.search(envelope.content)
        with self.lock:
            for to in envelope.rcpt_tos:
                self.arrivals.append(Arrival(time.time(), to, found[1].decode() if found else ""))
        return "250 OK"

    def wait_for(self, count: int, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while len(self.arrivals) < count and time.monotonic() < end:
            time.sleep(0.02)
        return len(self.arrivals) >= count


@contextmanager
def sink() -> Iterator[tuple[Sink, str]]:
    """A running sink and the EMAIL_URL that leads to it."""
    port, handler = free_port(), Sink()
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield handler, f"smtp://127.0.0.1:{port}"
    finally:
        controller.stop()
