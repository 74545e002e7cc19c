"""Where the programs of PostgreSQL and Redis come from: the wheels first, then what the machine has."""

import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rma_portal.embedded import children
from rma_portal.embedded.errors import SetupError

EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist", "citext")
OLDEST_POSTGRES = (14, 0)
OLDEST_REDIS = (6, 2)
REDIS_NAMES = ("valkey-server", "redis-server")
MACHINE_FOLDERS = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin")
VERSION = re.compile(r"(?:\(PostgreSQL\)|v=)\s*(\d+)\.(\d+)")


@dataclass(frozen=True)
class Program:
    """A server program that runs here; its installation is the folder that has to be taken along when it is copied."""

    path: Path
    version: tuple[int, int]
    packages: Path | None = None
    """The site-packages folder it lies in, None when it belongs to the machine."""

    @property
    def folder(self) -> Path:
        return self.path.parent


def find_postgres(checkout: Path) -> Program:
    for folder, packages in _postgres_folders(checkout):
        version = _version(folder / "postgres")
        if version and version >= OLDEST_POSTGRES and _has_extensions(folder, version[0]):
            return Program(folder / "postgres", version, packages)
    raise SetupError(_missing("PostgreSQL 14 or newer with its contrib extensions", "postgresql", "DATABASE_URL"))


def find_redis(checkout: Path) -> Program:
    for path, packages in _redis_paths(checkout):
        version = _version(path)
        if version and version >= OLDEST_REDIS:
            return Program(path, version, packages)
    raise SetupError(_missing("Valkey, or Redis 6.2 or newer", "redis-server", "REDIS_URL"))


def _missing(what: str, package: str, setting: str) -> str:
    return (
        f"No {what} was found that runs on this machine ({sys.platform}). "
        f"Install it (Debian: apt-get install {package}), or set {setting} to a server of your own."
    )


def _postgres_folders(checkout: Path) -> Iterator[tuple[Path, Path | None]]:
    for packages in _site_packages(checkout):
        for pattern in ("*/bin/initdb", "*/*/bin/initdb", "*/*/*/bin/initdb"):
            yield from ((initdb.parent, packages) for initdb in sorted(packages.glob(pattern)))
    for pattern in MACHINE_FOLDERS:
        found = Path("/").glob(pattern.removeprefix("/"))
        yield from ((folder, None) for folder in sorted(found, key=_number_in, reverse=True))
    if found_in_path := shutil.which("postgres"):
        yield Path(found_in_path).resolve().parent, None


def _redis_paths(checkout: Path) -> Iterator[tuple[Path, Path | None]]:
    for packages in _site_packages(checkout):
        for name in REDIS_NAMES:
            for pattern in (f"*/bin/{name}", f"*/*/bin/{name}", f"*/_binaries/*/{name}"):
                yield from ((path, packages) for path in sorted(packages.glob(pattern)))
    yield from ((Path(path), None) for name in REDIS_NAMES if (path := shutil.which(name)))


def _site_packages(checkout: Path) -> Iterable[Path]:
    return sorted((checkout / ".venv" / "lib").glob("python3*/site-packages"))


def _number_in(folder: Path) -> int:
    return int("".join(re.findall(r"\d+", str(folder))) or 0)


def _version(program: Path) -> tuple[int, int] | None:
    """None when it does not run here, as with a wheel built for another C library."""
    if not os.access(program, os.X_OK):
        return None
    try:
        outcome = children.run([program, "--version"], env={"PATH": os.defpath, "LC_ALL": "C"})
    except OSError:
        return None
    match = VERSION.search(outcome.output)
    return (int(match[1]), int(match[2])) if match and outcome.status == 0 else None


def _has_extensions(folder: Path, major: int) -> bool:
    shares = (folder.parent / "share", folder.parent / "share" / "postgresql", Path(f"/usr/share/postgresql/{major}"))
    return any(all((share / "extension" / f"{name}.control").exists() for name in EXTENSIONS) for share in shares)
