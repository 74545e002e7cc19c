"""The SMTP and LMTP door: a mail is taken only when its bytes are committed."""

import asyncio
import signal
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Final

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.db import DatabaseError, InterfaceError, connection

from mail.robots import NULL_SENDER

WRITERS: Final = 4
MOST_SESSIONS: Final = 100
MOST_RECIPIENTS: Final = 100
LONGEST_LINE: Final = 4 * 1024 * 1024
IDLE_S: Final = 120
FAREWELL_S: Final = 10
FULL: Final = b"421 4.3.2 Too many sessions at once, please try again later\r\n"
ONE_MORE: Final = "250 2.1.5 OK"
TOO_MANY: Final = "452 4.5.3 Too many recipients"
TAKEN: Final = "250 2.0.0 OK, kept"
NOT_NOW: Final = "451 4.3.0 The mail could not be kept just now, please try again later"

log = structlog.get_logger(__name__)

Accept = Callable[[bytes, str, str], object]


@dataclass(frozen=True)
class Door:
    """Where we listen and how much we take."""

    host: str
    port: int
    is_lmtp: bool
    most_bytes: int


class Keeper:
    """aiosmtpd's handler: hands each mail to a thread that writes it, and answers when that is done."""

    def __init__(self, accept: Accept) -> None:
        self.accept = accept
        self.writers = ThreadPoolExecutor(WRITERS, thread_name_prefix="keeper")

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if len(envelope.rcpt_tos) >= MOST_RECIPIENTS:
            return TOO_MANY
        envelope.rcpt_tos.append(address)
        return ONE_MORE

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        raw = envelope.original_content or b""
        sender = envelope.mail_from or NULL_SENDER
        loop = asyncio.get_running_loop()
        kept = await loop.run_in_executor(self.writers, self._keep, raw, sender, " ".join(envelope.rcpt_tos))
        answer = TAKEN if kept else NOT_NOW
        return "\r\n".join([answer] * len(envelope.rcpt_tos)) if isinstance(server, LMTP) else answer

    def _keep(self, raw: bytes, sender: str, recipients: str) -> bool:
        for is_last in (False, True):
            try:
                self.accept(raw, sender, recipients)
            except (DatabaseError, InterfaceError):
                # A connection that the database's restart has cut: once more with a fresh one.
                connection.close()
                if is_last:
                    log.warning("mail_not_kept", exc_info=True)
            except Exception:
                log.exception("mail_not_kept")
                return False
            else:
                return True
        return False


class _Full(asyncio.Protocol):
    """What a caller meets when everybody is busy."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.WriteTransport)
        transport.write(FULL)
        transport.close()


class _Hall:
    """The sessions that are open now."""

    def __init__(self, door: Door, keeper: Keeper) -> None:
        self.door, self.keeper = door, keeper
        base = LMTP if door.is_lmtp else SMTP
        self.kind = type("Doorkeeper", (base,), {"line_length_limit": LONGEST_LINE})
        self.sessions: set[SMTP] = set()

    def greet(self) -> asyncio.BaseProtocol:
        self.sessions = {one for one in self.sessions if one.transport is not None}
        if len(self.sessions) >= MOST_SESSIONS:
            return _Full()
        session: SMTP = self.kind(
            self.keeper,
            data_size_limit=self.door.most_bytes,
            enable_SMTPUTF8=True,
            ident="RMA portal",
            timeout=IDLE_S,
            loop=asyncio.get_running_loop(),
        )
        self.sessions.add(session)
        return session

    async def empty(self) -> None:
        """Whoever is handing over a mail may end it; the idle are sent away."""
        end = time.monotonic() + FAREWELL_S
        while time.monotonic() < end and any(_is_busy(one) for one in self.sessions):
            await asyncio.sleep(0.1)
        for one in self.sessions:
            if one.transport is not None:
                one.transport.close()


def _is_busy(session: SMTP) -> bool:
    return session.transport is not None and bool(session.envelope and session.envelope.mail_from)


async def listen(door: Door, accept: Accept, *, ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; sessions in the middle of something get a while to end it."""
    keeper = Keeper(accept)
    hall = _Hall(door, keeper)
    loop, over = asyncio.get_running_loop(), asyncio.Event()
    server = await loop.create_server(hall.greet, door.host, door.port, backlog=MOST_SESSIONS)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, over.set)
    ready()
    await over.wait()
    server.close()
    await hall.empty()
    keeper.writers.shutdown(wait=True)
