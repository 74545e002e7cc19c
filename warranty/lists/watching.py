"""Somebody may watch how far a list is."""

from enum import Enum
from typing import Final, Protocol


class Stage(Enum):
    """What is done with the rows of a list, one after the other."""

    READING = "rows read"
    TAKING_IN = "rows taken in"


class Watcher(Protocol):
    """Is told which stage begins, of how many rows (0 = nobody knows), and each time some are done."""

    def begin(self, stage: Stage, total: int) -> None: ...

    def advance(self, count: int) -> None: ...


class Nobody:
    def begin(self, stage: Stage, total: int) -> None:
        pass

    def advance(self, count: int) -> None:
        pass


NOBODY: Final = Nobody()
