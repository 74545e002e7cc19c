"""Where the rows of a list wait, to be compared with one another and with the registry before they are let in."""

from collections.abc import Iterator, Sequence
from typing import IO, Any, Final, cast

from django.db import connection
from django.utils.translation import gettext as _

from warranty.lists import statements
from warranty.lists.problems import Problem
from warranty.lists.watching import Watcher

# The database sorts and compares a list of a million units within this.
WORK_MEMORY: Final = "SET LOCAL work_mem = '64MB'"
# About eighty thousand rows: seldom enough to cost nothing, often enough for a bar.
PAGES_AT_ONCE: Final = 1_000
COMPARED_AT_ONCE: Final = 1_000


class Feed:
    """Hands the pieces of a text to COPY as a file would; keeps what went wrong, which COPY would only quote."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self.error: Exception | None = None

    def read(self, _size: int = -1) -> str:
        try:
            return next(filter(None, self._pieces), "")
        except Exception as error:
            self.error = error
            raise


class Arrivals:
    """The waiting rows of one transaction."""

    def __init__(self, headings: Sequence[str]) -> None:
        self._take = statements.take(headings)
        _run(WORK_MEMORY)
        _run(statements.CLEAR)
        _run(statements.MAKE)

    def fill(self, pieces: Iterator[str]) -> None:
        """Let the rows wait here; whatever goes wrong while they are read is raised as it was."""
        feed = Feed(pieces)
        try:
            with connection.cursor() as cursor:
                cursor.copy_expert(self._take, cast("IO[str]", feed))
        except Exception:
            if feed.error is not None:
                raise feed.error from None
            raise
        _run(statements.LOOK_AT)

    def clashes(self) -> Iterator[Problem]:
        """What only shows when rows are compared: with one another, and with what the registry says already."""
        for line, serial, first in _stream(statements.TWICE):
            words = {"serial": serial, "first": first}
            yield Problem(line, "serial", _("%(serial)s stands in line %(first)d already.") % words)
        for line, column, day, made, is_known in _stream(statements.CROSSED):
            text = _("%(day)s lies before the manufacture on %(made)s.")
            if is_known:
                text = _("%(day)s lies before the manufacture on %(made)s in the registry.")
            yield Problem(line, column, text % {"day": day, "made": made})

    def compare(self) -> tuple[int, int]:
        """How many units the registry knows already, and how many of these would change."""
        known, changing = _asked(statements.COMPARE)
        return known, changing

    def complete_known(self) -> tuple[int, int]:
        """Write down what the list says of units that are known; these wait no longer.

        A unit that already says what the list says is not touched, and gets no new line of history.
        """
        _run(statements.LOCK_CHANGING)
        changed = _run(statements.COMPLETE)
        return _run(statements.LEAVE_KNOWN), changed

    def let_in(self, watcher: Watcher) -> int:
        """All that still wait are new units; some pages at a time, each in the order of the list."""
        added, (pages,) = 0, _asked(statements.PAGES)
        for page in range(0, pages, PAGES_AT_ONCE):
            count = _run(statements.LET_IN, [*statements.OTHER_VALUES, f"({page},0)", f"({page + PAGES_AT_ONCE},0)"])
            watcher.advance(count)
            added += count
        return added


def alone() -> None:
    """Wait until no other list is being taken in; two at once would wait for each other's units for ever."""
    _run(statements.ALONE)


def _run(statement: str, values: Sequence[str | bool] = ()) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values or None)
        return int(cursor.rowcount)


def _asked(statement: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return tuple(cursor.fetchone() or ())


def _stream(statement: str) -> Iterator[tuple[Any, ...]]:
    """Row by row: a list may be wrong in each of a million lines."""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement)
        while rows := cursor.fetchmany(COMPARED_AT_ONCE):
            yield from rows
