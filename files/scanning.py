"""A virus scanner (clamd) looks at each file when one is set up; without one this does nothing."""

import socket
from io import BytesIO
from typing import IO

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from files.errors import FileRefusedError, FilesUnavailableError

log = structlog.get_logger(__name__)
SECONDS = 30
CHUNK = 64 * 1024


def check_harmless(content: bytes | IO[bytes]) -> None:
    """Raise FileRefusedError if the scanner finds something, FilesUnavailableError if it does not answer."""
    if not settings.CLAMD_ADDRESS:
        return
    try:
        verdict = _verdict(BytesIO(content) if isinstance(content, bytes) else content)
    except OSError as error:
        log.exception("scanner_away")
        raise FilesUnavailableError(
            _("Files cannot be checked right now. Please try again in a few minutes.")
        ) from error
    if verdict.endswith("FOUND"):
        log.warning("file_infected", verdict=verdict)
        raise FileRefusedError(_("The virus scanner found something in this file; it is not accepted."))
    if not verdict.endswith("OK"):
        raise FilesUnavailableError(_("Files cannot be checked right now. Please try again in a few minutes."))


def _verdict(content: IO[bytes]) -> str:
    with _connection() as scanner:
        scanner.sendall(b"zINSTREAM\0")
        while piece := content.read(CHUNK):
            scanner.sendall(len(piece).to_bytes(4) + piece)
        scanner.sendall(bytes(4))
        return scanner.recv(4096).rstrip(b"\0").decode(errors="replace").strip()


def _connection() -> socket.socket:
    """To `host:port`, or to the socket file at a path."""
    address = settings.CLAMD_ADDRESS
    if address.startswith("/"):
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(SECONDS)
        connection.connect(address)
        return connection
    host, _colon, port = address.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=SECONDS)
