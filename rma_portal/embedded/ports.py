import errno
import random
import socket

from rma_portal.embedded.errors import SetupError

# Below the range that outgoing connections are given ports from, so that a stopped server finds its own again.
PRIVATE_PORTS = range(20_000, 32_000)


def is_free(port: int, host: str = "127.0.0.1") -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # As servers do; without it a port that rests after its last connection would look taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                return False
            raise SetupError(f"Port {port} on {host} can't be opened: {error.strerror}.") from error
    return True


def free_private_port() -> int:
    for port in random.sample(PRIVATE_PORTS, 200):
        if is_free(port):
            return port
    raise SetupError("No free port was found between 20000 and 32000 for the private servers.")


def require_free(port: int, *, host: str, setting: str, purpose: str, reserved: int = 0) -> None:
    if is_free(port, host):
        return
    other = next((p for p in range(port + 1, min(port + 200, 65_536)) if p != reserved and is_free(p, host)), port + 1)
    raise SetupError(
        f"Port {port}, wanted for {purpose}, is taken by another program. "
        f"Choose another one, for example: {setting}={other} ./portal up"
    )
