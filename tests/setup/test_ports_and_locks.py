import os
import socket

import pytest

from rma_portal.embedded.errors import SetupError
from rma_portal.embedded.locks import try_lock
from rma_portal.embedded.ports import free_private_port, is_free, require_free


@pytest.fixture
def taken_port():
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        yield server.getsockname()[1]


def test_a_taken_port_is_named_together_with_the_way_out(taken_port):
    with pytest.raises(
        SetupError, match=rf"Port {taken_port}, wanted for the web pages, is taken.*PORT=\d+ ./portal up"
    ):
        require_free(taken_port, host="127.0.0.1", setting="PORT", purpose="the web pages")


def test_a_private_port_is_free_and_not_one_that_outgoing_connections_get():
    port = free_private_port()

    assert is_free(port)
    assert port < 32_768


def test_a_lock_is_held_once_and_let_go_with_its_descriptor(tmp_path):
    first = try_lock(tmp_path / "lock")
    assert first is not None
    assert try_lock(tmp_path / "lock") is None

    os.close(first)
    second = try_lock(tmp_path / "lock")

    assert second is not None
    os.close(second)


def test_shared_locks_go_together_but_not_with_an_own_one(tmp_path):
    first = try_lock(tmp_path / "lock", shared=True)
    second = try_lock(tmp_path / "lock", shared=True)

    assert first is not None
    assert second is not None
    assert try_lock(tmp_path / "lock") is None
    os.close(first)
    os.close(second)
