"""The keys that sign sessions and links: random, one per state folder, for nobody else's eyes."""

import secrets
from pathlib import Path

from rma_portal.embedded.environment import Environment
from rma_portal.embedded.errors import SetupError
from rma_portal.embedded.locks import locked
from rma_portal.embedded.servers.home import write_privately


def key_for(environment: Environment) -> dict[str, str]:
    """The settings to hand on; none when the operator has set a key, or has to."""
    if environment.text("SECRET_KEY") or environment.is_production:
        return {}
    return {"SECRET_KEY": _kept(environment.state / "secret_key")}


def _kept(path: Path) -> str:
    with locked(path.parent):
        if not path.exists():
            write_privately(path, secrets.token_urlsafe(64))
        return path.read_text(encoding="utf-8").strip()


def open_state(environment: Environment) -> None:
    """Make the state folder; closed to others, as customers' mail and files lie in it."""
    try:
        environment.state.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise SetupError(
            f"The state folder {environment.state} can't be made: {error.strerror}. "
            "Choose another one with PORTAL_STATE."
        ) from error
