"""`./portal bench …`: the benchmarks, on servers and a state of their own."""

from rma_portal.embedded.commands.manage import run_command
from rma_portal.embedded.commands.test import apart
from rma_portal.embedded.environment import Environment
from rma_portal.embedded.setup.prepare import prepare_tables
from rma_portal.embedded.setup.session import ready_state, session
from rma_portal.embedded.setup.venv import DEVELOPMENT


def bench(environment: Environment, arguments: list[str]) -> int:
    own = apart(environment, "bench", environment.settings)
    ready_state(own, DEVELOPMENT)
    with session(own, own=False) as current:
        prepare_tables(own, current.handed_on)
        return run_command(current, ["-m", "bench", *arguments], cwd=own.checkout)
