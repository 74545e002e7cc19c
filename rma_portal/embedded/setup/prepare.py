"""Starts Django's part of the preparation, unless nothing has changed since it last succeeded."""

import signal
from collections.abc import Mapping
from pathlib import Path

from rma_portal.embedded import children
from rma_portal.embedded.environment import Environment
from rma_portal.embedded.errors import SetupError
from rma_portal.embedded.servers.home import write_privately
from rma_portal.embedded.setup.fingerprint import fingerprint

STDERR = 2


def prepare_tables(environment: Environment, handed_on: Mapping[str, str]) -> None:
    """What a single command needs; its output goes to stderr, as stdout belongs to that command."""
    wanted = fingerprint(environment.checkout, handed_on)
    if _done(environment).startswith(wanted):
        return
    _prepare(environment, handed_on, [], stdout=STDERR)
    write_privately(_mark(environment), wanted)


def prepare_portal(environment: Environment, handed_on: Mapping[str, str], *, demo: bool) -> None:
    """All of it: on a first start also the admin's account and, if wished, demo data."""
    wanted = fingerprint(environment.checkout, handed_on) + " with accounts"
    if _done(environment) == wanted:
        return
    _prepare(environment, handed_on, ["--first-start", "demo" if demo else "empty"])
    write_privately(_mark(environment), wanted)


def _prepare(
    environment: Environment, handed_on: Mapping[str, str], options: list[str], stdout: int | None = None
) -> None:
    if run_django(environment, handed_on, ["prepare", *options], stdout=stdout) != 0:
        raise SetupError("The portal could not be prepared; the reason stands above.")


def _mark(environment: Environment) -> Path:
    return environment.state / "prepared"


def _done(environment: Environment) -> str:
    try:
        return _mark(environment).read_text(encoding="utf-8")
    except FileNotFoundError:
        return ""


def run_django(
    environment: Environment, handed_on: Mapping[str, str], arguments: list[str], stdout: int | None = None
) -> int:
    """A management command of our own, in its own session so that it ends when we are asked to."""
    command: list[str | Path] = [environment.python, environment.checkout / "manage.py", *arguments]
    env = environment.for_child(handed_on)
    process = children.start(command, env=env, cwd=environment.checkout, stdout=stdout)
    try:
        return process.wait()
    finally:
        children.stop(process, signal.SIGTERM, 10)
