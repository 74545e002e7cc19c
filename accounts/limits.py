"""How often a door may be tried, per address, per caller, and per both together."""

from typing import Final

from common.throttles import Limit

QUARTER: Final = 15 * 60
# The pair is narrow, so that a stranger cannot lock somebody out; the others stop many callers and many addresses.
LOGIN_PAIR: Final = Limit("login-pair", times=8, seconds=QUARTER)
LOGIN_ADDRESS: Final = Limit("login-address", times=40, seconds=QUARTER)
LOGIN_CALLER: Final = Limit("login-caller", times=40, seconds=QUARTER)
RESET_ADDRESS: Final = Limit("reset-address", times=3, seconds=3600)
RESET_CALLER: Final = Limit("reset-caller", times=15, seconds=3600)
CHOOSE_CALLER: Final = Limit("choose-caller", times=30, seconds=QUARTER)


def check_login(address: str, caller: str) -> None:
    """Count one try to log in; raise ThrottledError when it is one too many."""
    LOGIN_PAIR.check(f"{address} {caller}")
    LOGIN_ADDRESS.check(address)
    LOGIN_CALLER.check(caller)


def forgive_login(address: str, caller: str) -> None:
    """The password was right: only wrong ones count, however often somebody comes and goes."""
    LOGIN_PAIR.give_back(f"{address} {caller}")
    LOGIN_ADDRESS.give_back(address)
    LOGIN_CALLER.give_back(caller)


def check_reset(address: str, caller: str) -> None:
    """Count one wish for another password; raise ThrottledError when it is one too many."""
    RESET_CALLER.check(caller)
    RESET_ADDRESS.check(address)
