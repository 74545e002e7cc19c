"""From nothing to a prepared portal with its servers running: what `up` and `manage` have in common."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rma_portal.embedded.environment import Environment
from rma_portal.embedded.servers.home import data_folder, tell_of_old_data
from rma_portal.embedded.servers.lease import Running, borrowed, needs_servers, owned
from rma_portal.embedded.setup.keys import key_for, open_state
from rma_portal.embedded.setup.preflight import NEEDED_TO_RUN_MB, require_room, require_writable
from rma_portal.embedded.setup.venv import RUNTIME, ensure_packages


@dataclass
class Session:
    environment: Environment
    running: Running
    handed_on: dict[str, str]
    """Settings that every Django process gets from us: addresses and key."""


def ready_state(environment: Environment, requirements: str = RUNTIME) -> None:
    require_writable(environment.state)
    require_room(environment.state, NEEDED_TO_RUN_MB)
    if needs_servers(environment):
        require_room(data_folder(environment), NEEDED_TO_RUN_MB)
    tell_of_old_data(environment)
    open_state(environment)
    ensure_packages(environment, requirements)


@contextmanager
def session(environment: Environment, *, own: bool, hasty: bool = False) -> Iterator[Session]:
    lease = owned if own else borrowed
    with lease(environment, hasty=hasty) as running:
        yield Session(environment, running, running.urls | key_for(environment))
