"""pg_dump and its relatives, found beside the server that `./portal up` would start, or on the machine."""

import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection

from rma_portal.embedded.errors import SetupError
from rma_portal.embedded.servers.binaries import find_postgres


def find_tool(name: str) -> str:
    """One that is at least as new as the server: an older pg_dump refuses."""
    server = connection.cursor().connection.server_version // 10_000
    for path in _candidates(name):
        words = subprocess.run([path, "--version"], capture_output=True, text=True, check=False).stdout.split()  # noqa: S603
        if words and int(words[2].split(".")[0]) >= server:
            return str(path)
    raise CommandError(
        f"{name} for PostgreSQL {server} was not found. Install it (Debian: apt-get install postgresql-client)."
    )


def _candidates(name: str) -> Iterator[Path]:
    try:
        path = find_postgres(settings.BASE_DIR).folder / name
    except SetupError:
        pass
    else:
        if path.exists():
            yield path
    yield from sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    if found := shutil.which(name):
        yield Path(found)


def run_tool(name: str, *arguments: str | Path) -> None:
    """The address goes by environment: arguments can be read by everybody on the machine."""
    command = [find_tool(name), *map(str, arguments)]
    outcome = subprocess.run(command, env=_address(), capture_output=True, text=True, check=False)  # noqa: S603
    if outcome.returncode != 0:
        raise CommandError(f"{name} failed:\n{outcome.stderr.strip()}")


def _address() -> Mapping[str, str]:
    database: dict[str, Any] = connection.settings_dict
    names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    return os.environ | {name: str(database[key]) for name, key in names.items() if database[key]}
