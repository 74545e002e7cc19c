"""A mail server in a thread that answers as it is told, and keeps what it took."""

import asyncio
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.smtp import SMTP, AuthResult

Answer = Callable[[str], str | None]


@dataclass
class Sink:
    """`rcpt` and `data` may answer for an address; None means yes."""

    rcpt: Answer = lambda _address: None
    data: Answer = lambda _address: None
    hang_s: float = 0
    mails: list[tuple[str, str, bytes]] = field(default_factory=list)
    sessions: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        session.host_name = hostname
        self.sessions += 1
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if answer := self.rcpt(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self.hang_s:
            await asyncio.sleep(self.hang_s)
        address = envelope.rcpt_tos[0]
        if answer := self.data(address):
            return answer
        with self.lock:
            self.mails.append((envelope.mail_from, address, envelope.content))
        return "250 taken"

    @property
    def addresses(self) -> list[str]:
        return [address for _, address, _ in self.mails]


@contextmanager
def running(sink: Sink, settings, *, refuse_login: bool = False) -> Iterator[Sink]:
    """The sink on a free port, with Django's mail settings pointing at it."""
    more = {}
    if refuse_login:
        refuse = lambda *_: AuthResult(success=False, handled=False)  # noqa: E731
        more = {"authenticator": refuse, "auth_required": True, "auth_require_tls": False}
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    # In the loop's own thread: a browser test may have left a loop of its own in ours.
    serving = loop.create_server(lambda: SMTP(sink, loop=loop, **more), "127.0.0.1", 0)
    server = asyncio.run_coroutine_threadsafe(serving, loop).result(5)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.sockets[0].getsockname()[:2]
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = ("u", "wrong") if refuse_login else ("", "")
    try:
        yield sink
    finally:
        loop.call_soon_threadsafe(server.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(2)


def eventually(condition: Callable[[], bool], seconds: float = 5) -> bool:
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.02)
    return condition()
