"""The private Redis: Valkey with an append-only file, so that a restart forgets nothing."""

import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rma_portal.embedded import children
from rma_portal.embedded.errors import SetupError
from rma_portal.embedded.servers.binaries import Program
from rma_portal.embedded.servers.home import Home

LOADING_S = 60.0


@dataclass
class PrivateValkey:
    home: Home
    program: Program

    name = "redis"
    farewell = signal.SIGTERM

    @cached_property
    def port(self) -> int:
        return self.home.port("redis_port")

    @property
    def data(self) -> Path:
        return self.home.data / "redis"

    @property
    def url(self) -> str:
        return f"redis://:{self.home.secret('redis_password')}@127.0.0.1:{self.port}/0"

    def prepare(self) -> None:
        if not self.data.exists():
            self.data.mkdir(mode=0o700)
            if self.home.account:
                os.chown(self.data, self.home.account.uid, self.home.account.gid)

    def launch(self) -> subprocess.Popen[bytes]:
        log = self.home.open_log(self.name)
        try:
            process = children.start(
                [self.program.path, "-"],
                env={"PATH": os.defpath, "LC_ALL": "C"},
                cwd=self.data,
                account=self.home.account,
                farewell=self.farewell,
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
            )
        finally:
            os.close(log)
        self._configure(process)
        return process

    def wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + LOADING_S
        while not self.is_ready():
            if process.poll() is not None or time.monotonic() > deadline:
                raise SetupError(f"Redis did not start. Its last words stand in {self.home.log(self.name)}.")
            time.sleep(0.02)

    def is_ready(self) -> bool:
        question = f"AUTH {self.home.secret('redis_password')}\r\nPING\r\n".encode()
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(question)
                with connection.makefile("rb") as answers:
                    return [answers.readline().strip() for _ in range(2)] == [b"+OK", b"+PONG"]
        except OSError:
            return False

    def _configure(self, process: subprocess.Popen[bytes]) -> None:
        """By stdin: an argument could be read by everybody on the machine, and so could the password."""
        assert process.stdin is not None
        try:
            with process.stdin as stdin:
                stdin.write("\n".join(self._settings()).encode())
        except BrokenPipeError:
            return  # it has ended already; whoever waits for it says so

    def _settings(self) -> list[str]:
        return [
            "bind 127.0.0.1",
            f"port {self.port}",
            f"requirepass {self.home.secret('redis_password')}",
            "dir ./",
            "appendonly yes",
            "appendfsync everysec",
            'save ""',
            "maxmemory-policy noeviction",
            "daemonize no",
        ]
