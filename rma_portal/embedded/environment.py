"""What the launcher knows of its surroundings: the checkout, the state folder and the settings that concern it."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from rma_portal.embedded.errors import SetupError

CHECKOUT = Path(__file__).resolve().parents[2]
DEFAULT_SETTINGS = "rma_portal.settings.local"
LINE = re.compile(r"^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$")
# Inherited from whoever called us, these would bend our own Python.
FOREIGN = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")


def parse_dotenv(text: str) -> dict[str, str]:
    found = (LINE.match(line) for line in text.splitlines())
    return {match[1]: _unquoted(match[2]) for match in found if match}


def _unquoted(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return re.split(r"\s+#", value, maxsplit=1)[0]


@dataclass(frozen=True)
class Environment:
    checkout: Path
    state: Path
    given: Mapping[str, str] = field(default_factory=dict)
    """The process environment over `.env`; an empty value counts as none."""

    def text(self, name: str, default: str = "") -> str:
        return self.given.get(name) or default

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not value.isdecimal():
            raise SetupError(f"{name} must be a number, not “{value}”.")
        return int(value)

    def port(self, name: str, default: int) -> int:
        port = self.number(name, default)
        if not 0 < port < 65536:
            raise SetupError(f"{name} must lie between 1 and 65535, not {port}.")
        return port

    @property
    def python(self) -> Path:
        return self.checkout / ".venv" / "bin" / "python"

    @property
    def settings(self) -> str:
        return self.text("DJANGO_SETTINGS_MODULE", DEFAULT_SETTINGS)

    @property
    def is_production(self) -> bool:
        """Production brings its own key, database and Redis, or its settings refuse to start."""
        return self.settings.endswith(".production")

    def at(self, state: Path) -> "Environment":
        return replace(self, state=state)

    def for_child(self, more: Mapping[str, str]) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
        own = {
            "DJANGO_SETTINGS_MODULE": self.settings,
            "PORTAL_STATE": str(self.state),
            "PORT": self.text("PORT", "8000"),
            "PYTHONUNBUFFERED": "1",
            # Threads would otherwise each keep an arena of their own.
            "MALLOC_ARENA_MAX": self.text("MALLOC_ARENA_MAX", "2"),
        }
        return kept | own | dict(more)


def read_environment(checkout: Path = CHECKOUT) -> Environment:
    dotenv = _read_dotenv(checkout / ".env")
    given = dotenv | {name: value for name, value in os.environ.items() if value}
    if inherited := os.environ.get("PORTAL_STATE"):
        state = Path.cwd() / Path(inherited).expanduser()
    else:
        state = checkout / dotenv.get("PORTAL_STATE", ".local")
    return Environment(checkout=checkout, state=Path(os.path.abspath(state)), given=given)


def _read_dotenv(path: Path) -> dict[str, str]:
    try:
        return parse_dotenv(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"{path} can't be read: {error}.") from error
