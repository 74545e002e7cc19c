"""What is wrong with a list, cell by cell: a hundred to look at, all of them to hand back."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, TextIO

from django.utils.translation import gettext as _

SHOWN: Final = 100
# A spreadsheet would run a cell that begins with one of these.
RUN: Final = ("=", "+", "-", "@", "\t", "\r")


class CellError(Exception):
    """What is wrong with one cell; the reader knows which."""


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell, in words for whoever made the list."""

    line: int
    column: str
    words: str

    def __str__(self) -> str:
        where = _("Line %(line)d") % {"line": self.line}
        return f"{where}, {self.column}: {self.words}" if self.column else f"{where}: {self.words}"


@dataclass
class Problems:
    """Keeps the first hundred and how many there are; writes each of them down where there is a place for it."""

    paper: TextIO | None = None
    shown: list[Problem] = field(default_factory=list)
    count: int = 0

    def add(self, more: Iterable[Problem]) -> None:
        for problem in more:
            if self.paper is not None:
                self._write(problem, self.paper)
            self.count += 1
            if len(self.shown) < SHOWN:
                self.shown.append(problem)

    def _write(self, problem: Problem, paper: TextIO) -> None:
        table = csv.writer(paper)
        if not self.count:
            table.writerow([_("line"), _("column"), _("what is wrong")])
        table.writerow([problem.line, problem.column, _harmless(problem.words)])


def _harmless(words: str) -> str:
    return f"'{words}" if words.startswith(RUN) else words
