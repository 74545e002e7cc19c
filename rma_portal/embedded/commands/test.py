"""`./portal test [pytest arguments]`: the suite against servers of its own, beside whatever else runs."""

import hashlib
import os
import shutil
import time
from pathlib import Path

from rma_portal.embedded.commands.manage import run_command
from rma_portal.embedded.console import say
from rma_portal.embedded.environment import Environment
from rma_portal.embedded.errors import SetupError
from rma_portal.embedded.locks import try_lock
from rma_portal.embedded.setup.keys import open_state
from rma_portal.embedded.setup.prepare import run_django
from rma_portal.embedded.setup.session import Session, ready_state, session
from rma_portal.embedded.setup.venv import DEVELOPMENT

SETTINGS = "rma_portal.settings.test"
# A debugger needs the terminal, which parallel workers have not; and who chose a number has chosen.
ALONE = (
    "-n",
    "--numprocesses",
    "--pdb",
    "--trace",
    "--collect-only",
    "--co",
    "--fixtures",
    "--markers",
    "-h",
    "--help",
)
CHROMIUMS = ("chromium", "chromium-browser", "google-chrome")


def test(environment: Environment, arguments: list[str]) -> int:
    _require_browser(environment)
    own = apart(environment, "test", SETTINGS)
    ready_state(own, DEVELOPMENT)
    lock = _wait_for_turn(own)
    try:
        with session(own, own=False, hasty=True) as current:
            return _run_pytest(current, arguments)
    finally:
        os.close(lock)


def apart(environment: Environment, name: str, settings: str) -> Environment:
    """A state of its own below the given one, and never the database that the settings name: this fills it."""
    given = {key: value for key, value in environment.given.items() if key not in ("DATABASE_URL", "REDIS_URL")}
    open_state(environment)
    return Environment(
        checkout=environment.checkout,
        state=environment.state / name,
        given=given | {"DJANGO_SETTINGS_MODULE": settings},
    )


def _require_browser(environment: Environment) -> None:
    if environment.text("PORTAL_REQUIRE_BROWSER") == "1" and not any(map(shutil.which, CHROMIUMS)):
        raise SetupError(
            "PORTAL_REQUIRE_BROWSER=1, but there is no Chromium. Install it (Debian: apt-get install chromium)."
        )


def _wait_for_turn(environment: Environment) -> int:
    path = environment.state / "test.lock"
    lock = try_lock(path)
    if lock is None:
        say("Another ./portal test uses these databases; waiting for it to finish …")
    while lock is None:
        time.sleep(0.2)
        lock = try_lock(path)
    return lock


def _run_pytest(current: Session, arguments: list[str]) -> int:
    environment = current.environment
    # WhiteNoise warns about a folder that is missing; tests have their static files from the sources.
    (environment.state / "static").mkdir(exist_ok=True)
    if _translations_are_stale(environment):
        run_django(environment, current.handed_on, ["translations", "compile"], stdout=2)
    command: list[str | Path] = ["-m", "pytest", *_parallel(arguments), *_fresh_database(environment), *arguments]
    return run_command(current, command, cwd=environment.checkout)


def _parallel(arguments: list[str]) -> list[str]:
    chosen = any(a.split("=")[0] in ALONE or a.startswith("-n") for a in arguments)
    return [] if chosen else ["-n", "2", "--dist", "loadgroup"]


def _translations_are_stale(environment: Environment) -> bool:
    sources = environment.checkout.glob("locale/*/LC_MESSAGES/*.po")
    pairs = [(source, source.with_suffix(".mo")) for source in sources]
    return any(not made.exists() or made.stat().st_mtime < source.stat().st_mtime for source, made in pairs)


def _fresh_database(environment: Environment) -> list[str]:
    """A kept test database takes new migrations in, but would not notice a changed one."""
    total = hashlib.sha256()
    for path in sorted(environment.checkout.glob("[!.]*/migrations/*.py")):
        total.update(path.read_bytes())
    mark = environment.state / "migrations"
    if mark.exists() and mark.read_text() == total.hexdigest():
        return []
    mark.write_text(total.hexdigest())
    return ["--create-db"]
