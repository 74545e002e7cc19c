"""The words of the command line, and what a refusal looks like."""

import errno
import os
from collections.abc import Callable

from rma_portal.embedded.commands.bench import bench
from rma_portal.embedded.commands.check import check
from rma_portal.embedded.commands.manage import manage
from rma_portal.embedded.commands.test import test
from rma_portal.embedded.commands.up import up
from rma_portal.embedded.console import announce, say
from rma_portal.embedded.environment import Environment, read_environment
from rma_portal.embedded.errors import SetupError
from rma_portal.embedded.interrupts import Stopped, interrupts

Command = Callable[[Environment, list[str]], int]

USAGE = """\
./portal COMMAND

  up [--empty]           set up what is missing and run everything; --empty leaves the demo data out
  test [ARGUMENTS …]     run the tests; the arguments go to pytest
  check                  lint, format, types, import rules, templates, migrations, translations, deployment
  manage CMD …           run a management command against whatever `up` uses
  bench …                measure speed and size
  backup DIR             save the database and the files
  restore DIR            bring them back

Settings come from the environment or from `.env`: PORT, PORTAL_STATE, DATABASE_URL, REDIS_URL, EMAIL_URL, …"""

STOPPED_BY_SIGTERM = 143


def main(arguments: list[str]) -> int:
    # What we make is ours to open further, one by one; a caller's looser umask must not do so for passwords and mail.
    os.umask(os.umask(0o077) | 0o022)
    name, rest = (arguments[0], arguments[1:]) if arguments else ("help", [])
    if name in ("help", "-h", "--help"):
        announce(USAGE)
        return 0 if arguments else 2
    command = _commands().get(name)
    if command is None:
        say(f"./portal knows no “{name}”.\n\n{USAGE}")
        return 2
    interrupts.listen()
    return _run(command, rest, stopped=0 if name == "up" else STOPPED_BY_SIGTERM)


def _commands() -> dict[str, Command]:
    return {
        "up": up,
        "test": test,
        "check": check,
        "manage": manage,
        "bench": bench,
        "backup": lambda environment, rest: manage(environment, ["backup", *rest]),
        "restore": lambda environment, rest: manage(environment, ["restore", *rest]),
    }


def _run(command: Command, arguments: list[str], *, stopped: int) -> int:
    try:
        return command(read_environment(), arguments)
    except SetupError as error:
        say(str(error))
        return 1
    except Stopped:
        return stopped
    except OSError as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        say(sentence)
        return 1


def _sentence(error: OSError) -> str | None:
    where = f" ({error.filename})" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full{where}. Make room and start again."
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"This may not be written or read here{where}: {error.strerror}."
    return None
