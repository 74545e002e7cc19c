"""Where the private servers live: `root` is ours alone (locks, passwords, logs), `data` belongs to the servers."""

import hashlib
import json
import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from rma_portal.embedded.children import Account
from rma_portal.embedded.console import say
from rma_portal.embedded.environment import Environment
from rma_portal.embedded.errors import SetupError
from rma_portal.embedded.ports import free_private_port, is_free
from rma_portal.embedded.servers.account import server_account

ROOTS_FOLDER = Path("/var/lib/rma-portal")
LOG_LIMIT = 5_000_000


@dataclass(frozen=True)
class Home:
    root: Path
    account: Account | None

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def shelf(self) -> Path:
        return self.root.parent / "programs"

    def log(self, name: str) -> Path:
        return self.root / f"{name}.log"

    def open_log(self, name: str) -> int:
        """A descriptor opened by us: the servers write through it to a folder that is closed to them."""
        path = self.log(name)
        fresh = os.O_TRUNC if path.exists() and path.stat().st_size > LOG_LIMIT else 0
        return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC | fresh, 0o600)

    def secret(self, name: str) -> str:
        return str(self._remember(name, secrets.token_hex(24)))

    def renew_secret(self, name: str) -> None:
        self._remember(name, secrets.token_hex(24), anew=True)

    def port(self, name: str) -> int:
        """The port of the last run, so that addresses last; another one when somebody took it meanwhile."""
        port = int(self._remember(name, free_private_port()))
        return port if is_free(port) else int(self._remember(name, free_private_port(), anew=True))

    def _memory(self) -> dict[str, str | int]:
        try:
            memory: dict[str, str | int] = json.loads((self.root / "servers.json").read_text())
        except FileNotFoundError:
            return {}
        return memory

    def _remember(self, name: str, value: str | int, *, anew: bool = False) -> str | int:
        memory = self._memory()
        if name not in memory or anew:
            memory[name] = value
            write_privately(self.root / "servers.json", json.dumps(memory, indent=1))
        return memory[name]


def write_privately(path: Path, text: str) -> None:
    """Whole or not at all, and for our eyes only from its first byte."""
    half_written = path.with_name(path.name + ".new")
    half_written.unlink(missing_ok=True)
    descriptor = os.open(half_written, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with open(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    half_written.rename(path)


def open_home(environment: Environment) -> Home:
    account = server_account(environment)
    if account is None:
        root = environment.state / "servers"
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        (root / "data").mkdir(mode=0o700, exist_ok=True)
        return Home(root, None)
    return _open_roots_home(environment.state, account)


def roots_home_of(state: Path) -> Path:
    return ROOTS_FOLDER / hashlib.sha256(os.fsencode(os.path.realpath(state))).hexdigest()[:16]


def _open_roots_home(state: Path, account: Account) -> Home:
    home = Home(roots_home_of(state), account)
    for folder in (ROOTS_FOLDER, home.root, home.shelf):
        _make_roots_folder(folder)
    if not home.data.exists():
        home.data.mkdir(mode=0o700)
        os.chown(home.data, account.uid, account.gid)
    if home.data.lstat().st_uid != account.uid:
        raise SetupError(
            f"The servers' data in {home.data} belong to user id {home.data.lstat().st_uid}, not to “{account.name}”. "
            "Set EMBEDDED_USER to their owner."
        )
    (home.root / "belongs-to.txt").write_text(f"{state}\n", encoding="utf-8")
    return home


def _make_roots_folder(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o711, exist_ok=True)
        (folder / ".writable").touch()
        (folder / ".writable").unlink(missing_ok=True)
    except OSError as error:
        raise SetupError(
            f"As root the private servers keep their data in {folder}, which can't be written: {error.strerror}. "
            "Start as a normal user, or set DATABASE_URL and REDIS_URL to servers of your own."
        ) from error
    facts = folder.lstat()
    if not stat.S_ISDIR(facts.st_mode) or facts.st_uid != 0 or facts.st_mode & 0o022:
        raise SetupError(f"{folder} must be a real folder that only root can write to; it is not, so it is not used.")
    folder.chmod(0o711)


def data_folder(environment: Environment) -> Path:
    """Where the servers' data will grow."""
    return roots_home_of(environment.state) if os.getuid() == 0 else environment.state


def tell_of_old_data(environment: Environment) -> None:
    """Deleting the state folder as root leaves the data; better said than wondered at."""
    if os.getuid() == 0 and not environment.state.exists() and roots_home_of(environment.state).exists():
        say(f"Using the data that an earlier start left in {roots_home_of(environment.state)}.")
