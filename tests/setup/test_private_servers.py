"""The servers themselves: started, killed and stopped for real."""

import os
import shutil
import signal
import stat
import time

import psycopg2
import pytest
import redis

from rma_portal.embedded.servers.home import open_home, roots_home_of
from rma_portal.embedded.servers.lease import borrowed, owned
from rma_portal.embedded.supervisor import Service, watch


@pytest.fixture
def environment(make_environment):
    environment = make_environment()
    yield environment
    if os.getuid() == 0:
        shutil.rmtree(roots_home_of(environment.state), ignore_errors=True)


def ask(url: str, question: str):
    connection = psycopg2.connect(url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchone() if cursor.description else None
    finally:
        connection.close()


def test_both_start_keep_what_they_are_told_and_come_back_after_a_kill(environment):
    with owned(environment, hasty=True) as running:
        ask(running.urls["DATABASE_URL"], "CREATE TABLE kept AS SELECT 42 AS answer")
        cache = redis.Redis.from_url(running.urls["REDIS_URL"])
        cache.set("kept", "42")
        time.sleep(1.1)  # the append-only file is written each second

        for process in running.processes:
            process.send_signal(signal.SIGKILL)
            process.wait()
        _start_again(running)

        assert ask(running.urls["DATABASE_URL"], "SELECT answer FROM kept") == (42,)
        assert cache.get("kept") == b"42"
    assert all(process.poll() is not None for process in running.processes)


def _start_again(running) -> None:
    for place, server in enumerate(running.servers):
        service = Service(server.name, server.launch)
        watch([service], lambda service=service: service.process is not None)
        running.processes[place] = service.process
        server.wait(service.process)


def test_the_role_is_no_superuser_and_text_in_any_letter_case_is_found(environment):
    with owned(environment, hasty=True) as running:
        url = running.urls["DATABASE_URL"]

        assert ask(url, "SELECT rolsuper FROM pg_roles WHERE rolname = current_user") == (False,)
        assert ask(url, "SELECT lower('ÅÄÖ')") == ("åäö",)
        for extension in ("pg_trgm", "unaccent", "btree_gist", "citext"):
            ask(url, f"CREATE EXTENSION {extension}")


def test_strangers_need_the_password_and_nobody_else_can_read_it(environment):
    with owned(environment, hasty=True) as running:
        postgres, valkey = running.servers
        secrets_file = open_home(environment).root / "servers.json"

        with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
            psycopg2.connect(f"postgres://portal:guess@127.0.0.1:{postgres.port}/portal")
        with pytest.raises(redis.AuthenticationError):
            redis.Redis(port=valkey.port).ping()
        assert stat.S_IMODE(secrets_file.stat().st_mode) == 0o600


def test_a_second_command_borrows_the_servers_of_the_first(environment):
    with owned(environment, hasty=True) as first, borrowed(environment) as second:
        assert second.urls == first.urls
        assert second.processes == []


def test_a_pid_file_that_names_a_stranger_is_no_hindrance(environment):
    with owned(environment, hasty=True) as running:
        data = running.servers[0].data
        address = running.urls["DATABASE_URL"]
    (data / "postmaster.pid").write_text(f"{os.getpid()}\n{data}\n")

    with owned(environment, hasty=True) as running:
        assert running.urls["DATABASE_URL"] == address
        assert ask(address, "SELECT 1") == (1,)


def test_addresses_that_are_given_are_used_and_nothing_is_started(make_environment):
    given = {"DATABASE_URL": "postgres://db.test/x", "REDIS_URL": "redis://redis.test/0"}

    with owned(make_environment(**given)) as running:
        assert running.urls == given
        assert running.processes == []
