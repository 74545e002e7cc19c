"""What breaks at three in the morning: nothing acknowledged is lost or doubled, and /readyz says what is broken."""

import json
import os
import shutil
import signal
import threading
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg2
import pytest
import redis
from aiosmtpd.controller import Controller

from bench.sink import Sink
from rma_portal.embedded.servers.home import roots_home_of
from tests.real.customer import Customer
from tests.setup.running import Up, free_port, portal_up, run_portal

pytestmark = pytest.mark.xdist_group("faults")


class PostOffice:
    """The outer mail server: can be away and come back on the same port."""

    def __init__(self) -> None:
        self.port, self.sink = free_port(), Sink()
        self.controller: Controller | None = None

    def open(self) -> None:
        self.controller = Controller(self.sink, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def close(self) -> None:
        if self.controller:
            self.controller.stop()
        self.controller = None

    def mails_to(self, addresses: set[str]) -> Counter[str]:
        """How many different mails each address got; a repeated Message-ID is the same mail."""
        return Counter(to for to, _id in {(a.to, a.message_id) for a in self.sink.arrivals} if to in addresses)


class Running:
    """A whole portal, and the two servers behind it as their owner sees them."""

    def __init__(self, up: Up, post: PostOffice) -> None:
        self.up, self.post = up, post
        self.customer = Customer(int(up.environment["PORT"]), int(up.environment["PORTAL_SMTP_PORT"]))
        shown = run_portal(
            up.environment,
            "manage",
            "shell",
            "-c",
            "import json; from django.conf import settings as s; d = s.DATABASES['default'];"
            "print(json.dumps({'redis': s.REDIS_URL, 'database': {'host': d['HOST'], 'port': d['PORT'],"
            "'user': d['USER'], 'password': d['PASSWORD'], 'dbname': d['NAME']}}))",
        )
        urls = json.loads(shown.stdout.splitlines()[-1])
        self.redis_url, self.database = urls["redis"], urls["database"]

    def count(self, sql: str, *parameters: object) -> int:
        with psycopg2.connect(**self.database) as connection, connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return int(cursor.fetchone()[0])

    def pids(self, word: str) -> list[int]:
        return [pid for pid, command in self.up.children().items() if word in command]

    def broken(self) -> list[str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.customer.port}/readyz", timeout=20) as answer:
                return list(json.load(answer)["broken"])
        except urllib.error.HTTPError as error:
            return list(json.load(error)["broken"])
        except OSError:
            return ["web"]

    def recovers(self) -> bool:
        return eventually(lambda: self.broken() == [], seconds=60)


def sessions_of(postmaster: int) -> list[int]:
    """The database's own processes for those who are connected."""
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    return [int(pid) for pid in children if "127.0.0.1" in Path(f"/proc/{pid}/cmdline").read_text()]


def eventually(check: Callable[[], bool], *, seconds: float) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if check():
                return True
        except (OSError, psycopg2.Error):
            pass
        time.sleep(0.1)
    return False


@pytest.fixture(scope="module")
def portal(tmp_path_factory) -> Iterator[Running]:
    state = tmp_path_factory.mktemp("faults") / "state"
    post = PostOffice()
    post.open()
    try:
        with portal_up(state, "--empty", EMAIL_URL=f"smtp://127.0.0.1:{post.port}", PORTAL_THROTTLES="off") as up:
            assert up.wait_for("Ready: "), up.words()
            yield Running(up, post)
    finally:
        post.close()
        if os.getuid() == 0:
            shutil.rmtree(roots_home_of(Path(state)), ignore_errors=True)


@contextmanager
def customers_at_work(portal: Running, *, people: int = 4) -> Iterator[None]:
    """Several customers file case after case until the block ends."""
    stop = threading.Event()

    def work() -> None:
        while not stop.is_set():
            portal.customer.file_case()

    threads = [threading.Thread(target=work) for _person in range(people)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def assert_kept(portal: Running, *, mail_within: float = 60) -> None:
    """Every number that a customer was shown is a case, once, and each of them got exactly one mail about it."""
    filed = dict(portal.customer.filed)
    numbers = [number.replace("-", "") for number in filed.values()]
    assert len(set(numbers)) == len(filed)
    assert portal.count("SELECT count(*) FROM tickets_ticket WHERE number = ANY (%s)", numbers) == len(filed)
    assert eventually(lambda: len(portal.post.mails_to(set(filed))) == len(filed), seconds=mail_within)
    assert set(portal.post.mails_to(set(filed)).values()) == {1}


def test_a_killed_worker_costs_no_mail(portal):
    with customers_at_work(portal):
        time.sleep(1.5)
        for pid in portal.pids("worker"):
            os.kill(pid, signal.SIGKILL)
        time.sleep(1.5)

    assert portal.recovers()
    # A lease of some minutes may hold what the dead worker had claimed; what it had not claimed goes out at once.
    portal.count("UPDATE mail_delivery SET lease_until = now() WHERE state = 'sending' RETURNING 1; SELECT 0")
    assert_kept(portal)


def test_a_killed_web_server_costs_no_case(portal):
    with customers_at_work(portal):
        time.sleep(1)
        for pid in portal.pids("gunicorn"):
            os.kill(pid, signal.SIGKILL)
        time.sleep(3)

    assert portal.recovers()
    assert_kept(portal)


def test_a_killed_database_costs_no_case_and_readiness_names_it(portal):
    with customers_at_work(portal, people=2):
        time.sleep(1)
        (postmaster,) = portal.pids("postgres")
        os.kill(postmaster, signal.SIGSTOP)
        for backend in sessions_of(postmaster):
            os.kill(backend, signal.SIGTERM)
        seen = eventually(lambda: "database" in portal.broken(), seconds=20)
        os.kill(postmaster, signal.SIGCONT)
        os.kill(postmaster, signal.SIGQUIT)
        time.sleep(2)

    assert portal.recovers()
    assert seen
    assert portal.customer.file_case()
    assert_kept(portal)


@pytest.mark.nightly
def test_mails_waiting_while_redis_is_flushed_go_out_all_the_same(portal):
    portal.post.close()
    for _turn in range(5):
        assert portal.customer.file_case()
    redis.Redis.from_url(portal.redis_url).flushall()
    portal.post.open()

    assert_kept(portal, mail_within=120)


@pytest.mark.nightly
def test_cases_are_filed_while_redis_is_stopped(portal):
    (valkey,) = portal.pids("valkey") or portal.pids("redis")
    os.kill(valkey, signal.SIGSTOP)
    try:
        assert portal.customer.file_case()
        assert eventually(lambda: "redis" in portal.broken(), seconds=20)
    finally:
        os.kill(valkey, signal.SIGCONT)

    assert portal.recovers()
    assert_kept(portal)


@pytest.mark.nightly
def test_a_killed_listener_loses_no_mail_that_it_took(portal):
    def write_on() -> None:
        while not enough.is_set():
            taken.append(portal.customer.write())

    taken: list[str] = []
    enough = threading.Event()
    writer = threading.Thread(target=write_on)
    writer.start()
    time.sleep(0.5)
    for pid in portal.pids("mail_listen"):
        os.kill(pid, signal.SIGKILL)
    refused = eventually(lambda: "" in taken, seconds=10)
    back = eventually(lambda: bool(taken[-1]), seconds=30)
    enough.set()
    writer.join()

    assert (refused, back) == (True, True)
    accepted = [message_id for message_id in taken if message_id]
    became_cases = "SELECT count(*) FROM mail_incomingmail WHERE outcome = 'ticket' AND message_id = ANY (%s)"
    assert eventually(lambda: portal.count(became_cases, accepted) == len(accepted), seconds=60)
    shown = run_portal(portal.up.environment, "manage", "conservation", "--json")
    counts = json.loads(shown.stdout)
    assert counts.pop("accepted") == sum(counts.values())
