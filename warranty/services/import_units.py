"""A list of units becomes part of the registry: all of it or nothing."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import IO, Final

from django.db import transaction
from django.utils.translation import gettext as _

from common.errors import DomainError
from warranty.arrivals import Arrivals
from warranty.unit_lists import read_list
from warranty.unit_rows import Problem, RowReader

ROWS_AT_ONCE: Final = 5_000
PROBLEMS_SHOWN: Final = 100


class UnitsRefusedError(DomainError):
    """The list has rows that cannot be taken; `problems` holds the first hundred, `count` is how many there are."""

    def __init__(self, problems: list[Problem], count: int) -> None:
        super().__init__(_("%(count)d cells of this list are wrong; nothing was changed.") % {"count": count})
        self.problems = problems
        self.count = count


@dataclass(frozen=True)
class UnitImport:
    """What a list changed, or would change."""

    rows: int
    added: int
    changed: int

    @property
    def unchanged(self) -> int:
        return self.rows - self.added - self.changed


def import_units(
    *, source: IO[bytes], dry_run: bool = False, advance: Callable[[int], None] = lambda _count: None
) -> UnitImport:
    """Add the units of a list and complete those that are known; an empty cell says nothing about a unit.

    The same list twice changes nothing the second time. Raises UnitsRefusedError naming the rows that are wrong, or
    DomainError for a list that cannot be read.
    """
    problems = _Problems()
    with transaction.atomic():
        arrivals = Arrivals()
        rows = _load(source, arrivals, problems, advance)
        problems.add(arrivals.clashes())
        if problems.count:
            raise UnitsRefusedError(sorted(problems.shown, key=lambda problem: problem.line), problems.count)
        added, changed = arrivals.merge()
        transaction.set_rollback(dry_run)
    return UnitImport(rows=rows, added=added, changed=changed)


def _load(source: IO[bytes], arrivals: Arrivals, problems: "_Problems", advance: Callable[[int], None]) -> int:
    """Read, judge and copy row by row: a list of a million units takes no more memory than one of ten."""
    reader, rows = RowReader(), 0
    for line, row in read_list(source):
        values, wrong = reader.read(line, row)
        problems.add(wrong)
        if not wrong:
            arrivals.add(line, values)
        rows += 1
        if rows % ROWS_AT_ONCE == 0:
            arrivals.flush()
            advance(ROWS_AT_ONCE)
    arrivals.flush()
    advance(rows % ROWS_AT_ONCE)
    return rows


class _Problems:
    """The first hundred, and how many there are."""

    def __init__(self) -> None:
        self.shown: list[Problem] = []
        self.count = 0

    def add(self, more: Iterable[Problem]) -> None:
        for problem in more:
            self.count += 1
            if len(self.shown) < PROBLEMS_SHOWN:
                self.shown.append(problem)
