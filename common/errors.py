"""Refusals: each carries a sentence fit for the person who asked."""


class DomainError(Exception):
    """Something the rules of the business refuse; `field` names the form field the sentence belongs beside."""

    def __init__(self, message: str, *, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class TransitionError(DomainError):
    """A change of state that the table of arrows does not know."""


class ThrottledError(DomainError):
    """Too many tries in a short time; `retry_after` says in how many seconds the next one is welcome."""

    def __init__(self, message: str, *, retry_after: int) -> None:
        super().__init__(message)
        self.retry_after = retry_after
