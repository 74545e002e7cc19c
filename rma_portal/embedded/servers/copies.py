"""Programs that another account can run although our own checkout is closed to it (a venv under /root, umask 077)."""

import hashlib
import os
import shutil
from pathlib import Path

from rma_portal.embedded.children import Account
from rma_portal.embedded.console import say
from rma_portal.embedded.locks import locked
from rma_portal.embedded.servers.account import can_use
from rma_portal.embedded.servers.binaries import Program

NEEDLESS = shutil.ignore_patterns("include", "doc", "pkgconfig", "pgxs", "*.a", "*.py", "__pycache__")


def usable_by(program: Program, account: Account, shelf: Path) -> Program:
    """The program itself, or a copy of it on the shelf (a folder that only root can write to)."""
    if can_use(account, _samples(program)) or program.packages is None:
        return program
    name = program.path.name
    copy = shelf / f"{name}-{program.version[0]}.{program.version[1]}-{_mark(program)}"
    with locked(shelf):
        if not copy.exists():
            say(f"Copying {name} to {copy}, as “{account.name}” can't read the one in .venv …")
            _copy(program, program.packages, copy)
    return Program(copy / program.path.relative_to(program.packages), program.version, copy)


def _samples(program: Program) -> list[Path]:
    """A program can be open and its libraries closed, or the other way round; the top folders tell."""
    return [program.path, program.folder, *(p for p in program.folder.parent.glob("*") if p.is_dir())]


def _mark(program: Program) -> str:
    facts = program.path.stat()
    return hashlib.sha256(f"{facts.st_size} {program.path.name}".encode()).hexdigest()[:8]


def _copy(program: Program, packages: Path, target: Path) -> None:
    half_made = target.with_name(target.name + ".new")
    shutil.rmtree(half_made, ignore_errors=True)
    package = program.path.relative_to(packages).parts[0]
    # Wheels keep the libraries of their programs in a folder beside the package and find them by a relative path.
    for name in (package, f"{package}.libs"):
        if (packages / name).is_dir():
            shutil.copytree(packages / name, half_made / name, ignore=NEEDLESS, symlinks=True)
    _open_to_all(half_made)
    half_made.rename(target)


def _open_to_all(folder: Path) -> None:
    for parent, _, names in os.walk(folder):
        os.chmod(parent, 0o755)
        for path in (Path(parent) / name for name in names):
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
