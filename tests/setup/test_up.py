"""`./portal up` from outside: started, used, damaged and stopped."""

import os
import shutil
import signal
import time

import pytest

from rma_portal.embedded.ports import is_free
from rma_portal.embedded.servers.home import roots_home_of
from tests.setup.running import portal_up, run_portal

pytestmark = [pytest.mark.nightly, pytest.mark.xdist_group("up")]
LONGEST_WARM_START_S = 6


@pytest.fixture
def state(tmp_path):
    state = tmp_path / "state of a trial"
    yield state
    if os.getuid() == 0:
        shutil.rmtree(roots_home_of(state), ignore_errors=True)


def wait_until_ready_again(up, seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if up.status("/readyz") == 200:
            return True
        time.sleep(0.2)
    return False


def test_comes_up_is_alone_serves_commands_and_leaves_nothing_behind(state):
    with portal_up(state, "--empty") as up:
        assert up.wait_for(f"Ready: http://localhost:{up.environment['PORT']}/"), up.words()
        children = up.children()
        second = run_portal(up.environment, "up")
        command = run_portal(up.environment, "manage", "conservation", "--json")
        status = up.stop()

    assert status == 0
    assert second.returncode == 1
    assert "already running" in second.stderr
    assert command.stdout.startswith("{")
    assert not [pid for pid in children if os.path.exists(f"/proc/{pid}")]
    assert is_free(int(up.environment["PORT"]))
    assert is_free(int(up.environment["PORTAL_SMTP_PORT"]))


def test_the_first_start_tells_the_admins_password_once_and_a_warm_one_is_quick(state):
    with portal_up(state, "--empty") as up:
        assert up.wait_for("Ready: "), up.words()
        told = up.words()
    kept = (state / "admin.txt").read_text()
    begun = time.monotonic()
    with portal_up(state, "--empty") as up:
        while up.status("/healthz") != 200 and up.process.poll() is None:
            time.sleep(0.05)
        seconds = time.monotonic() - begun
        assert up.wait_for("Ready: "), up.words()

    password = kept.split("password: ")[1].split()[0]
    assert password in told
    assert password not in up.words()
    assert (state / "admin.txt").stat().st_mode & 0o077 == 0
    assert seconds < LONGEST_WARM_START_S


def test_everything_that_is_killed_comes_back(state):
    with portal_up(state, "--empty") as up:
        assert up.wait_for("Ready: "), up.words()
        for pid in up.children():
            os.kill(pid, signal.SIGKILL)
        time.sleep(1)

        assert wait_until_ready_again(up), up.words()
        assert len(up.children()) == 6
        assert up.stop() == 0


def test_a_killed_launcher_takes_everything_along_and_the_next_start_works(state):
    with portal_up(state, "--empty") as up:
        assert up.wait_for("Ready: "), up.words()
        children = up.children()
        os.kill(up.process.pid, signal.SIGKILL)
        up.process.wait()
        end = time.monotonic() + 30
        while any(os.path.exists(f"/proc/{pid}") for pid in children) and time.monotonic() < end:
            time.sleep(0.1)

    with portal_up(state, "--empty") as again:
        assert again.wait_for("Ready: "), again.words()
        assert again.stop() == 0


@pytest.mark.parametrize("seconds", [0.3, 0.7, 1.5, 3, 5])
def test_can_be_stopped_in_the_middle_of_the_set_up(state, seconds):
    with portal_up(state, "--empty") as up:
        time.sleep(seconds)
        status = up.stop()

    assert status == 0
    assert not up.children()


def test_a_wrong_setting_comes_out_as_its_sentence(state):
    with portal_up(state, "--empty", DJANGO_SETTINGS_MODULE="rma_portal.settings.production") as up:
        status = up.process.wait(60)

    assert status == 1
    assert "Wrong setting: SECRET_KEY must be set in production." in up.words()
    assert "Traceback" not in up.words()
