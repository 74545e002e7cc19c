"""Who runs the private servers, and who may use them meanwhile.

One process owns them (`owner.lock`) and writes their addresses down; others borrow them (`users.lock`, shared), and an
owner that is only a passing command waits for its borrowers before it stops the servers.
"""

import json
import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from rma_portal.embedded import children
from rma_portal.embedded.console import say
from rma_portal.embedded.environment import Environment
from rma_portal.embedded.interrupts import interrupts
from rma_portal.embedded.locks import locked, try_lock
from rma_portal.embedded.servers.binaries import find_postgres, find_redis
from rma_portal.embedded.servers.copies import usable_by
from rma_portal.embedded.servers.home import Home, open_home, write_privately
from rma_portal.embedded.servers.postgres import PrivatePostgres
from rma_portal.embedded.servers.valkey import PrivateValkey

PrivateServer = PrivatePostgres | PrivateValkey
STOP_GRACE_S = 20.0


@dataclass
class Running:
    """The servers of one state folder; `processes` is empty when somebody else runs them."""

    urls: dict[str, str]
    servers: list[PrivateServer]
    processes: list[subprocess.Popen[bytes]]


def needs_servers(environment: Environment) -> bool:
    return not environment.is_production and not all(environment.text(n) for n in ("DATABASE_URL", "REDIS_URL"))


def given_urls(environment: Environment) -> dict[str, str]:
    names = ("DATABASE_URL", "REDIS_URL")
    return {name: environment.text(name) for name in names if environment.text(name)}


@contextmanager
def owned(environment: Environment, *, hasty: bool = False) -> Iterator[Running]:
    """Run the servers that the settings do not name; waits for a passing command that runs them now."""
    if not needs_servers(environment):
        yield Running(given_urls(environment), [], [])
        return
    home = open_home(environment)
    lock = _wait_for_ownership(home)
    try:
        with _running(environment, home, hasty=hasty) as running:
            yield running
    finally:
        os.close(lock)


@contextmanager
def borrowed(environment: Environment, *, hasty: bool = False) -> Iterator[Running]:
    """Use the servers that run for this state folder, or run them until the last of us has finished."""
    if not needs_servers(environment):
        yield Running(given_urls(environment), [], [])
        return
    home = open_home(environment)
    with ExitStack() as stack:
        while (running := _borrow(stack, environment, home, hasty=hasty)) is None:
            time.sleep(0.1)
        yield running


def _borrow(stack: ExitStack, environment: Environment, home: Home, *, hasty: bool) -> Running | None:
    owner = try_lock(home.root / "owner.lock")
    if owner is not None:
        stack.callback(os.close, owner)
        running = stack.enter_context(_running(environment, home, hasty=hasty))
        # Runs before the servers stop: whoever borrowed them meanwhile may finish.
        stack.callback(_wait_for_borrowers, home)
        return running
    if (user := _join(home)) is not None:
        stack.callback(os.close, user)
        return Running(_addresses(home) | given_urls(environment), [], [])
    return None


def _wait_for_ownership(home: Home) -> int:
    lock = try_lock(home.root / "owner.lock")
    if lock is None:
        say("Another ./portal command is using the servers of this state folder; waiting for it to finish …")
        lock = try_lock(home.root / "owner.lock", wait=True)
    assert lock is not None
    return lock


def _join(home: Home) -> int | None:
    """A shared lock on running servers; None while their owner still starts them or already stops them."""
    user = try_lock(home.root / "users.lock", shared=True)
    if user is not None and not _addresses(home):
        os.close(user)
        return None
    return user


def _wait_for_borrowers(home: Home) -> None:
    _forget_addresses(home)
    with locked(home.root / "users.lock"):
        return


@contextmanager
def _running(environment: Environment, home: Home, *, hasty: bool) -> Iterator[Running]:
    servers = _servers(environment, home, hasty=hasty)
    _forget_addresses(home)
    running = Running({}, servers, [])
    try:
        for server in servers:
            server.prepare()
            with interrupts.held():
                process = server.launch()
                running.processes.append(process)
            server.wait(process)
        running.urls = _urls(servers) | given_urls(environment)
        write_privately(_address_file(home), json.dumps(running.urls))
        yield running
    finally:
        _forget_addresses(home)
        stop_servers(running)


def stop_servers(running: Running) -> None:
    for server, process in zip(running.servers, running.processes, strict=False):
        children.send(process, server.farewell)
    deadline = time.monotonic() + STOP_GRACE_S
    for process in running.processes:
        children.wait_until(process, deadline)
        children.sweep(process)


def _servers(environment: Environment, home: Home, *, hasty: bool) -> list[PrivateServer]:
    servers: list[PrivateServer] = []
    if not environment.text("DATABASE_URL"):
        program = find_postgres(environment.checkout)
        if home.account:
            program = usable_by(program, home.account, home.shelf)
        servers.append(PrivatePostgres(home, program, hasty))
    if not environment.text("REDIS_URL"):
        program = find_redis(environment.checkout)
        if home.account:
            program = usable_by(program, home.account, home.shelf)
        servers.append(PrivateValkey(home, program))
    return servers


def _urls(servers: list[PrivateServer]) -> dict[str, str]:
    names = {PrivatePostgres.name: "DATABASE_URL", PrivateValkey.name: "REDIS_URL"}
    return {names[server.name]: server.url for server in servers}


def _address_file(home: Home) -> Path:
    return home.root / "running.json"


def _addresses(home: Home) -> dict[str, str]:
    try:
        addresses: dict[str, str] = json.loads(_address_file(home).read_text())
    except FileNotFoundError:
        return {}
    return addresses


def _forget_addresses(home: Home) -> None:
    _address_file(home).unlink(missing_ok=True)
