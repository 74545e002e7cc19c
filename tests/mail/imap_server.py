"""As much of an IMAP server as a poller needs."""

import re
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Box:
    """Mails by UID; `cut_after` ends the connection after so many fetches."""

    mails: dict[int, bytes] = field(default_factory=dict)
    validity: int = 1
    cut_after: int = -1
    commands: list[str] = field(default_factory=list)


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True

    def __init__(self, box: Box) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.box = box


class _Session(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        self.wfile.write(b"* OK ready\r\n")
        while line := self.rfile.readline():
            tag, _, command = line.decode().strip().partition(" ")
            self.server.box.commands.append(command)
            if command == "LOGOUT":
                self.wfile.write(f"* BYE\r\n{tag} OK\r\n".encode())
            if command == "LOGOUT" or not self.answer(command):
                return
            self.wfile.write(f"{tag} OK done\r\n".encode())

    def answer(self, command: str) -> bool:
        box = self.server.box
        match command.upper().split()[:2]:
            case ["CAPABILITY", *_]:
                self.wfile.write(b"* CAPABILITY IMAP4rev1\r\n")
            case ["SELECT" | "EXAMINE", *_]:
                self.wfile.write(f"* {len(box.mails)} EXISTS\r\n* OK [UIDVALIDITY {box.validity}]\r\n".encode())
            case ["STATUS", *_]:
                self.wfile.write(f'* STATUS "INBOX" (UIDVALIDITY {box.validity})\r\n'.encode())
            case ["UID", "SEARCH"]:
                return self.search(command)
            case ["UID", "FETCH"]:
                return self.fetch(command)
        return True

    def search(self, command: str) -> bool:
        first = int(re.search(r"UID (\d+):\*", command)[1])
        found = [uid for uid in self.server.box.mails if uid >= first] or list(self.server.box.mails)[-1:]
        self.wfile.write(f"* SEARCH {' '.join(map(str, found))}\r\n".encode())
        return True

    def fetch(self, command: str) -> bool:
        if self.server.box.cut_after == 0:
            return False
        self.server.box.cut_after -= 1
        uid = int(command.split()[2])
        raw = self.server.box.mails[uid]
        self.wfile.write(f"* 1 FETCH (UID {uid} BODY[] {{{len(raw)}}}\r\n".encode() + raw + b")\r\n")
        return True


@contextmanager
def serving(box: Box) -> Iterator[str]:
    """The address of a running server for this box."""

    server = _Server(box)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"imap://user:p%40ss@127.0.0.1:{server.server_address[1]}/INBOX"
    finally:
        server.shutdown()
        server.server_close()
