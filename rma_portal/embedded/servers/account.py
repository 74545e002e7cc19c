"""As root the servers run as somebody else: PostgreSQL refuses uid 0, and nothing of ours needs it."""

import os
import pwd
from collections.abc import Iterable
from pathlib import Path

from rma_portal.embedded.children import Account
from rma_portal.embedded.environment import Environment
from rma_portal.embedded.errors import SetupError


def server_account(environment: Environment) -> Account | None:
    """None: the servers run as we do."""
    if os.getuid() != 0:
        _require_a_name()
        return None
    chosen = environment.text("EMBEDDED_USER")
    for name in [chosen] if chosen else ["postgres", "nobody"]:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise SetupError(
        "PostgreSQL does not run as root, and no other account was found. "
        "Name one in EMBEDDED_USER, or set DATABASE_URL and REDIS_URL to servers of your own."
    )


def _require_a_name() -> None:
    try:
        pwd.getpwuid(os.getuid())
    except KeyError:
        raise SetupError(
            f"User id {os.getuid()} has no name on this machine (no line in /etc/passwd), and PostgreSQL needs one. "
            "Start as a named user, or set DATABASE_URL and REDIS_URL to servers of your own."
        ) from None


def can_use(account: Account, paths: Iterable[Path]) -> bool:
    """Asked by a fork that has really become the account, as it may not even be able to run our Python."""
    child = os.fork()
    if child == 0:
        os._exit(_look_as(account, paths))
    _, status = os.waitpid(child, 0)
    answer = os.waitstatus_to_exitcode(status)
    if answer == 2:
        raise SetupError(
            f"This process is root but may not become “{account.name}” (a container without that right?). "
            "Start as a normal user, or set DATABASE_URL and REDIS_URL to servers of your own."
        )
    return answer == 0


def _look_as(account: Account, paths: Iterable[Path]) -> int:
    try:
        os.setgroups([])
        os.setgid(account.gid)
        os.setuid(account.uid)
    except OSError:
        return 2
    return 0 if all(os.access(path, os.R_OK | os.X_OK) for path in paths) else 1
