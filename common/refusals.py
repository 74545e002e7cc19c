"""The status of an answer that says no."""

from typing import Final

from common.errors import DomainError, ThrottledError

REFUSED: Final = 422
TOO_OFTEN: Final = 429


def status_of(error: DomainError) -> int:
    return TOO_OFTEN if isinstance(error, ThrottledError) else REFUSED
