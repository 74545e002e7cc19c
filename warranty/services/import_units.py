"""A list of units becomes part of the registry: all of it or nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Final

from django.db import IntegrityError, transaction
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.errors import DomainError
from warranty.lists import statements
from warranty.lists.arrivals import Arrivals, alone
from warranty.lists.problems import Problem, Problems
from warranty.lists.reading import Batch, count_rows, read_list
from warranty.lists.rows import RowReader
from warranty.lists.watching import NOBODY, Stage, Watcher
from warranty.models import Unit
from warranty.services.units import reconsider_claims

TRIES: Final = 3


class UnitsRefusedError(DomainError):
    """The list has rows that cannot be taken; `problems` holds the first hundred, `count` is how many there are."""

    def __init__(self, problems: list[Problem], count: int) -> None:
        words = ngettext(
            "%(count)d cell of this list is wrong; nothing was changed.",
            "%(count)d cells of this list are wrong; nothing was changed.",
            count,
        )
        super().__init__(words % {"count": count})
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


@transaction.atomic
def import_units(
    *, source: IO[bytes], dry_run: bool = False, watcher: Watcher = NOBODY, problems: Problems | None = None
) -> UnitImport:
    """Add the units of a list and complete those that are known; an empty cell says nothing about a unit.

    The same list twice changes nothing the second time. Raises UnitsRefusedError naming the rows that are wrong, or
    DomainError for a list that cannot be read.
    """
    problems = Problems() if problems is None else problems
    arrivals, rows = _wait_in_line(source, watcher, problems)
    problems.add(arrivals.clashes())
    if problems.count:
        raise UnitsRefusedError(sorted(problems.shown, key=lambda problem: problem.line), problems.count)
    if dry_run:
        known, changing = arrivals.compare()
        return UnitImport(rows, added=rows - known, changed=changing)
    added, changed = _take_in(arrivals, rows, watcher)
    return UnitImport(rows, added, changed)


def _wait_in_line(source: IO[bytes], watcher: Watcher, problems: Problems) -> tuple[Arrivals, int]:
    """Read, judge and copy as the rows come: a list of a million units takes no more memory than one of ten."""
    watcher.begin(Stage.READING, count_rows(source))
    units = read_list(source)
    arrivals, reader = Arrivals(units.headings), RowReader(units.headings, problems)
    arrivals.fill(_copied(units.batches, reader, watcher))
    return arrivals, reader.count


def _copied(batches: Iterator[Batch], reader: RowReader, watcher: Watcher) -> Iterator[str]:
    for batch in batches:
        yield reader.copy_lines(batch)
        watcher.advance(len(batch.rows))


def _take_in(arrivals: Arrivals, rows: int, watcher: Watcher) -> tuple[int, int]:
    """Other lists wait; a single unit that somebody adds by hand in the same moment makes us look again."""
    alone()
    for _turn in range(TRIES):
        try:
            with transaction.atomic():
                return _merge(arrivals, rows, watcher)
        except IntegrityError:
            continue
    raise DomainError(_("Units of this list are being added by somebody else just now. Please take it in again."))


def _merge(arrivals: Arrivals, rows: int, watcher: Watcher) -> tuple[int, int]:
    watcher.begin(Stage.TAKING_IN, rows)
    known, changed = arrivals.complete_known()
    watcher.advance(known)
    added = arrivals.let_in(watcher)
    reconsider_claims(Unit.objects.filter(serial__in=RawSQL(statements.TOUCHED, [])))  # noqa: S611
    return added, changed
