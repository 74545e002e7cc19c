import pytest

from rma_portal.embedded.environment import CHECKOUT
from rma_portal.embedded.errors import SetupError
from rma_portal.embedded.servers import binaries


@pytest.fixture
def bare_machine(monkeypatch):
    monkeypatch.setattr(binaries, "MACHINE_FOLDERS", ())
    monkeypatch.setattr(binaries.shutil, "which", lambda _name: None)


def put_postgres(checkout, version: str, *, extensions=binaries.EXTENSIONS, status: int = 0) -> None:
    folder = checkout / ".venv/lib/python3.11/site-packages/some_postgres/pginstall"
    for name in ("initdb", "postgres"):
        program = folder / "bin" / name
        program.parent.mkdir(parents=True, exist_ok=True)
        program.write_text(f"#!/bin/sh\necho 'postgres (PostgreSQL) {version}'\nexit {status}\n")
        program.chmod(0o755)
    for name in extensions:
        control = folder / "share/extension" / f"{name}.control"
        control.parent.mkdir(parents=True, exist_ok=True)
        control.touch()


def test_finds_the_programs_of_the_wheels():
    postgres, redis = binaries.find_postgres(CHECKOUT), binaries.find_redis(CHECKOUT)

    assert postgres.version >= (14, 0)
    assert redis.version >= (6, 2)


def test_takes_a_program_that_runs(tmp_path, bare_machine):
    put_postgres(tmp_path, "16.4")

    assert binaries.find_postgres(tmp_path).version == (16, 4)


@pytest.mark.parametrize(
    "wheel",
    [
        {"version": "13.9"},
        {"version": "18.6", "extensions": ("citext",)},
        {"version": "18.6", "status": 127},
    ],
    ids=["too old", "without an extension", "for another C library"],
)
def test_passes_over_a_program_that_would_not_do(tmp_path, bare_machine, wheel):
    put_postgres(tmp_path, **wheel)

    with pytest.raises(SetupError, match="No PostgreSQL 14 or newer .* set DATABASE_URL"):
        binaries.find_postgres(tmp_path)


def test_says_what_to_install_when_there_is_no_redis(tmp_path, bare_machine):
    with pytest.raises(SetupError, match="apt-get install redis-server"):
        binaries.find_redis(tmp_path)
