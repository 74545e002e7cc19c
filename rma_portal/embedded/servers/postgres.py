"""The private PostgreSQL: TCP on 127.0.0.1 only, passwords always, its own folder per major version."""

import os
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from rma_portal.embedded import children
from rma_portal.embedded.console import say
from rma_portal.embedded.errors import SetupError
from rma_portal.embedded.servers.binaries import Program
from rma_portal.embedded.servers.home import Home
from rma_portal.embedded.servers.remains import clear_remains

# PostgreSQL reads PG* and LC_*; those of the caller are not meant for it.
ENV = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
RECOVERY_S = 300.0
FULL = ("No space left on device", "Check free disk space")
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "max_wal_size": "1GB",
    # Full pages after a checkpoint are most of what is logged.
    "wal_compression": "on",
    "checkpoint_timeout": "15min",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] ",
}
# A database that a test run makes anew has nothing to lose in a power cut.
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum_naptime": "5min"}


@dataclass
class PrivatePostgres:
    home: Home
    program: Program
    hasty: bool = False

    name = "postgres"
    farewell = signal.SIGINT  # "fast shutdown": open sessions are ended, nothing is lost

    @cached_property
    def port(self) -> int:
        return self.home.port("postgres_port")

    @property
    def data(self) -> Path:
        return self.home.data / f"pg{self.program.version[0]}"

    @property
    def url(self) -> str:
        return f"postgres://portal:{self.home.secret('portal_password')}@127.0.0.1:{self.port}/portal"

    def prepare(self) -> None:
        if not self.data.exists():
            self._refuse_to_forget()
            self._make_cluster()

    def launch(self) -> subprocess.Popen[bytes]:
        clear_remains(self.data)
        log = self.home.open_log(self.name)
        try:
            return children.start(
                [self.program.path, "-D", self.data, *self._options()],
                env=ENV,
                cwd=self.home.data,
                account=self.home.account,
                farewell=self.farewell,
                stdout=log,
                stderr=log,
            )
        finally:
            os.close(log)

    def is_ready(self, process: subprocess.Popen[bytes]) -> bool:
        """The eighth line of the pid file says so; asking by a connection would need a driver."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) >= 8 and lines[0].strip() == str(process.pid) and lines[7].strip() == "ready"

    def wait(self, process: subprocess.Popen[bytes]) -> None:
        deadline = time.monotonic() + RECOVERY_S
        while not self.is_ready(process):
            if process.poll() is not None or time.monotonic() > deadline:
                raise SetupError(_why(self.home.log(self.name)))
            time.sleep(0.02)

    def _options(self) -> list[str]:
        chosen = SETTINGS | {"port": str(self.port), "dynamic_shared_memory_type": _shared_memory()}
        chosen |= HASTY if self.hasty else {}
        return [part for name, value in chosen.items() for part in ("-c", f"{name}={value}")]

    def _refuse_to_forget(self) -> None:
        """An empty database of a new major version beside a full old one would look like lost data."""
        if others := sorted(p.name for p in self.home.data.glob("pg[0-9]*") if not p.name.endswith(".new")):
            raise SetupError(
                f"The data in {self.home.data} were written by PostgreSQL {others[-1].removeprefix('pg')}, and "
                f"only PostgreSQL {self.program.version[0]} was found. Back up with the old version "
                f"(./portal backup), move {others[-1]} away, start, and restore."
            )

    def _make_cluster(self) -> None:
        """Under another name until it is whole, so that a killed attempt leaves nothing half-made."""
        say("Making a private PostgreSQL database …")
        half_made = self.data.with_name(self.data.name + ".new")
        if half_made.exists():
            clear_remains(half_made)
            shutil.rmtree(half_made)
        # A new address tells whoever has prepared the old database that this one is empty.
        self.home.renew_secret("portal_password")
        password_file = self._password_file()
        try:
            self._run("initdb", "-D", half_made, f"--pwfile={password_file}", *self._initdb_options())
        finally:
            password_file.unlink(missing_ok=True)
        self._run("postgres", "--single", "-D", half_made, "postgres", text=self._bootstrap())
        half_made.rename(self.data)

    def _initdb_options(self) -> list[str]:
        # Without an explicit locale the caller's LANG would decide how text sorts.
        if self.program.version >= (17, 0):
            locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
        else:
            locale = ["--locale=C.UTF-8"]
        options = ["--username=postgres", "--encoding=UTF8", "--auth=scram-sha-256", *locale]
        if self.program.version >= (16, 0):
            options += ["--set", f"dynamic_shared_memory_type={_shared_memory()}"]
        return [*options, "--no-sync"] if self.hasty else options

    def _password_file(self) -> Path:
        path = self.home.data / f"initdb-{os.getpid()}.txt"
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        with open(descriptor, "w") as file:
            file.write(self.home.secret("postgres_password"))
            if self.home.account:
                os.fchown(descriptor, self.home.account.uid, self.home.account.gid)
        return path

    def _bootstrap(self) -> str:
        """The portal's role owns its database and may make others for tests; it is no superuser."""
        password = self.home.secret("portal_password")
        return f"CREATE ROLE portal LOGIN CREATEDB PASSWORD '{password}'\nCREATE DATABASE portal OWNER portal\n"

    def _run(self, program: str, *arguments: str | Path, text: str = "") -> None:
        command = [self.program.folder / program, *arguments]
        outcome = children.run(command, env=ENV, text=text, cwd=self.home.data, account=self.home.account)
        if outcome.status != 0 or "ERROR:" in outcome.output:
            raise SetupError(_worded(f"{program} failed", outcome.output))


def _shared_memory() -> str:
    """A container's /dev/shm may be tiny or closed; files in the data folder then stand in for it."""
    if not os.access(SHARED_MEMORY, os.W_OK):
        return "mmap"
    facts = os.statvfs(SHARED_MEMORY)
    return "posix" if facts.f_bavail * facts.f_frsize > 256 * 1024 * 1024 else "mmap"


def _why(log: Path) -> str:
    return _worded(f"PostgreSQL did not start (the whole story is in {log})", log.read_text(errors="replace"))


def _worded(what: str, output: str) -> str:
    if any(sign in output for sign in FULL):
        return f"The disk is full: {what}. Make room and start again."
    last_words = [line for line in output.splitlines() if line.strip()][-5:]
    return "\n".join([f"{what}. Its last words:", *(f"  {line}" for line in last_words)])
