import socket
from threading import Thread

import pytest

from files.errors import FileRefusedError, FilesUnavailableError
from files.scanning import check_harmless


@pytest.fixture
def scanner(settings):
    """A scanner that finds whatever says EICAR."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.CLAMD_ADDRESS = f"127.0.0.1:{server.getsockname()[1]}"
        thread = Thread(target=_answer_once, args=[server])
        thread.start()
        yield
        thread.join(timeout=5)


def _answer_once(server):
    connection, _address = server.accept()
    with connection, connection.makefile("rb") as stream:
        assert stream.read(10) == b"zINSTREAM\0"
        said = b""
        while size := int.from_bytes(stream.read(4)):
            said += stream.read(size)
        connection.sendall(b"stream: Eicar FOUND\0" if b"EICAR" in said else b"stream: OK\0")


@pytest.mark.usefixtures("scanner")
def test_a_clean_file_passes():
    check_harmless(b"x" * 200_000)


@pytest.mark.usefixtures("scanner")
def test_an_infected_file_is_refused():
    with pytest.raises(FileRefusedError, match="virus scanner"):
        check_harmless(b"EICAR")


def test_a_scanner_that_is_away_is_our_fault_and_not_the_file_s(settings):
    settings.CLAMD_ADDRESS = "/nowhere/clamd.sock"

    with pytest.raises(FilesUnavailableError, match="try again"):
        check_harmless(b"x")
