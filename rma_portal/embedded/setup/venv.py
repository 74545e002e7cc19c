"""`.venv` in the checkout: made with whatever this machine has for it, kept as long as its packages are right."""

import hashlib
import os
import shutil
import sys
from pathlib import Path

from rma_portal.embedded import children
from rma_portal.embedded.console import say
from rma_portal.embedded.environment import Environment
from rma_portal.embedded.errors import SetupError
from rma_portal.embedded.locks import locked
from rma_portal.embedded.setup.install import install
from rma_portal.embedded.setup.preflight import NEEDED_FOR_PACKAGES_MB, require_room, require_writable

RUNTIME = "requirements.txt"
DEVELOPMENT = "requirements-dev.txt"


def ensure_packages(environment: Environment, requirements: str = RUNTIME) -> None:
    venv = environment.checkout / ".venv"
    if _is_current(venv, environment.checkout / requirements):
        return
    require_writable(environment.checkout)
    require_room(environment.checkout, NEEDED_FOR_PACKAGES_MB)
    with locked(environment.checkout):
        if _is_current(venv, environment.checkout / requirements):
            return
        _ensure_venv(environment)
        install(_installer(environment), environment.checkout / requirements, _log(environment))
        _mark(venv, requirements).write_text(_wanted(environment.checkout / requirements))


def _is_current(venv: Path, requirements: Path) -> bool:
    """A marker alone is not enough: the Python that the environment was made with may be gone."""
    try:
        return _mark(venv, requirements.name).read_text() == _wanted(requirements) and (venv / "bin/python").exists()
    except OSError:
        return False


def _mark(venv: Path, requirements: str) -> Path:
    return venv / f"{requirements}.installed"


def _wanted(requirements: Path) -> str:
    return hashlib.sha256(requirements.read_bytes()).hexdigest()


def _log(environment: Environment) -> Path:
    return environment.state / "install.log"


def _ensure_venv(environment: Environment) -> None:
    if _runs([environment.python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"]):
        return
    say("Making .venv …")
    venv = environment.checkout / ".venv"
    if _runs([sys.executable, "-m", "venv", "--clear", venv]):
        return
    # Debian keeps ensurepip in a package of its own (python3-venv); a pip from elsewhere can fill the environment too.
    if not _runs([sys.executable, "-m", "venv", "--clear", "--without-pip", venv]):
        raise SetupError(
            "This Python can't make a virtual environment. Install it (Debian: apt-get install python3-venv)."
        )


def _installer(environment: Environment) -> list[str | Path]:
    if _runs([environment.python, "-m", "pip", "--version"]):
        return [environment.python, "-m", "pip", "install"]
    if _runs([environment.python, "-m", "ensurepip", "--upgrade"]):
        return [environment.python, "-m", "pip", "install"]
    if _runs([sys.executable, "-m", "pip", "--python", environment.python, "--version"]):
        return [sys.executable, "-m", "pip", "--python", environment.python, "install"]
    if uv := shutil.which("uv"):
        return [uv, "pip", "install", "--python", environment.python]
    raise SetupError("There is no pip to install the packages with. Install it (Debian: apt-get install python3-venv).")


def _runs(command: list[str | Path]) -> bool:
    try:
        return children.run(command, env=dict(os.environ)).status == 0
    except OSError:
        return False
