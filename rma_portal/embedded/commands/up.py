"""`./portal up`: everything from a bare checkout to a running portal, and back."""

import http.client
import os
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from rma_portal.embedded import children
from rma_portal.embedded.console import announce, say
from rma_portal.embedded.environment import Environment
from rma_portal.embedded.errors import SetupError
from rma_portal.embedded.interrupts import interrupts
from rma_portal.embedded.locks import try_lock
from rma_portal.embedded.servers.lease import Running
from rma_portal.embedded.setup.keys import open_state
from rma_portal.embedded.setup.preflight import require_ports, require_writable
from rma_portal.embedded.setup.prepare import prepare_portal
from rma_portal.embedded.setup.session import Session, ready_state, session
from rma_portal.embedded.supervisor import Service, stop_all, watch

READY_S = 180.0
# Who dies this often before the portal has ever been ready does so for a reason that stands in its output.
HOPELESS_DEATHS = 4
ASK_EVERY_S = 0.3
# Celery thinks of pickled messages, which we refuse anyway.
ROOT_WARNING = "You're running the worker with superuser privileges"


@dataclass
class Health:
    asked_at: float = 0.0
    words: str = "It does not answer."


def up(environment: Environment, arguments: list[str]) -> int:
    if unknown := [argument for argument in arguments if argument != "--empty"]:
        raise SetupError(f"./portal up knows “--empty” only, not “{unknown[0]}”.")
    require_writable(environment.state)
    open_state(environment)
    lock = try_lock(environment.state / "up.lock")
    if lock is None:
        raise SetupError(
            f"./portal up is already running with the state folder {environment.state}. "
            "Stop it first, or choose another folder and ports: PORTAL_STATE=… PORT=… PORTAL_SMTP_PORT=… ./portal up"
        )
    try:
        _run(environment, demo="--empty" not in arguments)
    finally:
        os.close(lock)
    return 0


def _run(environment: Environment, *, demo: bool) -> None:
    require_ports(environment)
    ready_state(environment)
    with session(environment, own=True) as current:
        prepare_portal(environment, current.handed_on, demo=demo)
        services = [*_server_services(current.running), *_app_services(current)]
        try:
            with interrupts.held():
                _serve(environment, services)
        finally:
            say("Stopping …")
            stop_all([service for service in services if service.name not in ("postgres", "redis")])


def _serve(environment: Environment, services: list[Service]) -> None:
    deadline = time.monotonic() + READY_S
    health = Health()
    watch(services, partial(_is_ready, environment, services, deadline, health))
    if not interrupts.asked:
        announce(f"Ready: http://localhost:{environment.port('PORT', 8000)}/")
        watch(services, lambda: False)


def _is_ready(environment: Environment, services: list[Service], deadline: float, health: Health) -> bool:
    for service in services:
        if service.deaths >= HOPELESS_DEATHS:
            raise SetupError(f"{service.name} does not start; the reason stands above.")
    if time.monotonic() > deadline:
        raise SetupError(f"The portal did not become ready in {READY_S:.0f} s. {health.words}")
    if time.monotonic() < health.asked_at + ASK_EVERY_S:
        return False
    health.asked_at = time.monotonic()
    status, health.words = _ask(environment, "/readyz")
    return status == 200


def _ask(environment: Environment, path: str) -> tuple[int, str]:
    host = environment.text("PORTAL_BIND", "127.0.0.1")
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    connection = http.client.HTTPConnection(host, environment.port("PORT", 8000), timeout=5)
    try:
        connection.request("GET", path, headers={"Host": "localhost", "Connection": "close"})
        answer = connection.getresponse()
        return answer.status, f"/readyz says: {answer.read(500).decode(errors='replace')}"
    except (OSError, http.client.HTTPException):
        return 0, "It does not answer."
    finally:
        connection.close()


def _server_services(running: Running) -> list[Service]:
    """The servers run already; the supervisor adopts them and knows how to start them again."""
    return [
        Service(server.name, partial(_relaunch, running, place), process=running.processes[place])
        for place, server in enumerate(running.servers)
    ]


def _relaunch(running: Running, place: int) -> subprocess.Popen[bytes]:
    process = running.servers[place].launch()
    running.processes[place] = process
    return process


def _app_services(current: Session) -> list[Service]:
    celery = ["-W", f"ignore:{ROOT_WARNING}", "-m", "celery", "-q", "-A", "rma_portal"]
    web = ["-m", "gunicorn", "-c", "deploy/gunicorn.py", "rma_portal.wsgi"]
    # Processes, not threads: sorting mail that comes and sending mail that goes each take a whole core.
    worker = [*celery, "worker", "--concurrency", "2"]
    worker += ["--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
    beat = [*celery, "beat", "--pidfile=", "--loglevel", "WARNING"]
    listener = ["manage.py", "mail_listen"]
    commands = {"web": web, "worker": worker, "beat": beat, "mail_listen": listener}
    return [Service(name, _launcher(current, arguments)) for name, arguments in commands.items()]


def _launcher(current: Session, arguments: list[str]) -> Callable[[], subprocess.Popen[bytes]]:
    environment = current.environment
    command: list[str | Path] = [environment.python, *arguments]
    env = environment.for_child(current.handed_on)
    return partial(children.start, command, env=env, cwd=environment.checkout)
