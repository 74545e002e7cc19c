"""Whether anything that preparation depends on has changed since it last succeeded.

Importing Django costs seconds, so this is decided without it: by the content of the files that preparation reads, the
settings given from outside, and the database it was done for.
"""

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

SOURCES = (
    "requirements.txt",
    ".env",
    "locale/**/*.po",
    "static/**/*",
    "*/static/**/*",
    "*/migrations/*.py",
    "*/roles.py",
    "*/checks.py",
    "rma_portal/settings/*.py",
    "rma_portal/management/commands/prepare.py",
)
# Names that settings could read; the launcher's own additions change with nothing but themselves.
ALWAYS = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL"}
SETTING = re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*\b")


def fingerprint(checkout: Path, handed_on: Mapping[str, str]) -> str:
    total = hashlib.sha256()
    names: set[str] = set()
    for path in _files(checkout):
        content = path.read_bytes()
        total.update(f"{path.relative_to(checkout)}\0{len(content)}\0".encode() + content)
        if path.match("rma_portal/settings/*.py"):
            names |= set(SETTING.findall(content.decode()))
    given = os.environ | dict(handed_on)
    for name in sorted(names | ALWAYS):
        total.update(f"{name}={given.get(name, '')}\0".encode())
    return total.hexdigest()


def _files(checkout: Path) -> Iterator[Path]:
    found = {path for pattern in SOURCES for path in checkout.glob(pattern) if path.is_file()}
    # The state folder and .venv have static files too, but as results.
    return (
        path for path in sorted(found) if not path.relative_to(checkout).parts[0].startswith(".") or path.name == ".env"
    )
