"""Which cases are meant by what staff typed into the search field."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import BooleanField, F, Func, Value

from common.keyset import Place
from common.text import clean_line
from tickets.models import Ticket
from tickets.numbers import NotANumberError, read_number
from tickets.querysets import TicketQuerySet
from tickets.search import query_of
from tickets.states import TicketStatus
from warranty.serials import is_serial, read_serial

LONGEST_QUERY: Final = 200
START: Final = Place()
# A word in more than one case of twelve is found among the newest few hundred; one in a hundred among the newest few
# thousand; what is rarer than that the index finds faster. Without this the planner, which knows nothing of prefixes,
# walks through all cases for a rare word or sorts tens of thousands for a common one.
FIRST_WINDOW: Final = 300
SECOND_WINDOW: Final = 8_000
WORTH_A_SECOND: Final = 3
ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.\w{2,}")


@dataclass(frozen=True)
class Sought:
    """What was typed, read as the number it is or as words; `whole` asks for the same words and not for longer ones."""

    text: str
    number: str = ""
    words: str = ""
    whole: str = ""

    @property
    def is_nothing(self) -> bool:
        return not (self.number or self.words)


@dataclass(frozen=True)
class Hits:
    """The newest cases found, and how many there are where that was cheap to know."""

    ids: list[int]
    total: int | None = None


class Matches(Func):
    """Whether a search document holds what a tsquery asks for."""

    template = "%(expressions)s"
    arg_joiner = " @@ "
    output_field = BooleanField()


def read_query(text: str) -> Sought:
    """A full ticket number in any spelling means that case alone; everything else is words and beginnings of words."""
    line = clean_line(text, limit=LONGEST_QUERY)
    try:
        return Sought(text=line, number=read_number(line))
    except NotANumberError:
        return _words_of(line)


def matching(tickets: TicketQuerySet, sought: Sought) -> TicketQuerySet:
    """Those of the cases that are meant; a merged one is found as its target."""
    if sought.number:
        return tickets.by_number(sought.number)
    if sought.is_nothing:
        return tickets.none()
    return _holding(tickets, sought.words)


def find_hits(tickets: TicketQuerySet, sought: Sought, *, limit: int, place: Place = START) -> Hits:
    """The ids of the newest of these cases that hold the words, from a place on, nearest first."""
    if not sought.whole:
        return _Search(matching(tickets, sought), limit, place).newest()
    # Several words are mostly whole ones; to look for all that begin so, the index reads ten times as much.
    hits = _Search(_holding(tickets, sought.whole), limit, place).newest(most_windows=1)
    return hits if len(hits.ids) == limit else _Search(matching(tickets, sought), limit, place).in_all()


def _holding(tickets: TicketQuerySet, words: str) -> TicketQuerySet:
    query = Func(Value(words), template="%(expressions)s::tsquery", output_field=SearchVectorField())
    return tickets.exclude(status=TicketStatus.MERGED).filter(Matches(F("search"), query))


def _words_of(line: str) -> Sought:
    serial = read_serial(line)
    if is_serial(serial):
        return Sought(line, words=query_of(serial))
    whole = query_of(line, whole=True)
    if ADDRESS.fullmatch(line):
        return Sought(line, words=whole)
    return Sought(line, words=query_of(line), whole=whole if " & " in whole else "")


@dataclass(frozen=True)
class _Search:
    matching: TicketQuerySet
    limit: int
    place: Place

    def newest(self, *, most_windows: int = 2) -> Hits:
        """The newest hits, whatever share of all cases they are."""
        found = self.in_newest(FIRST_WINDOW)
        if most_windows > 1 and WORTH_A_SECOND <= len(found) < self.limit:
            found = self.in_newest(SECOND_WINDOW)
        return Hits(found) if len(found) == self.limit else self.in_all()

    def in_newest(self, window: int) -> list[int]:
        # Inside the statement the table's name stands for its newest rows; the limit keeps the planner to the index.
        table = connection.ops.quote_name(Ticket._meta.db_table)
        rows = self._fetch(
            f"WITH {table} AS (SELECT * FROM {table} WHERE {self._beyond} ORDER BY {self._order} LIMIT {window:d}) "  # noqa: S608
            f"SELECT id FROM ({{sql}}) hit (id, updated_at) ORDER BY {self._order} LIMIT {self.limit:d}",
            before=self.place.key or (),
        )
        return [row[0] for row in rows]

    def in_all(self) -> Hits:
        rows = self._fetch(
            "WITH hit (id, updated_at) AS MATERIALIZED ({sql}) SELECT id, count(*) OVER () FROM hit "  # noqa: S608
            f"WHERE {self._beyond} ORDER BY {self._order} LIMIT {self.limit:d}",
            after=self.place.key or (),
        )
        return Hits([row[0] for row in rows], total=rows[0][1] if rows else 0)

    @cached_property
    def _statement(self) -> tuple[str, Sequence[Any]] | None:
        try:
            return self.matching.order_by().values("pk", "updated_at").query.sql_with_params()
        except EmptyResultSet:  # no word was typed, or nobody may see anything
            return None

    @property
    def _order(self) -> str:
        return "updated_at, id" if self.place.backwards else "updated_at DESC, id DESC"

    @property
    def _beyond(self) -> str:
        return f"(updated_at, id) {'>' if self.place.backwards else '<'} (%s, %s)" if self.place.key else "true"

    def _fetch(self, frame: str, *, before: Sequence[Any] = (), after: Sequence[Any] = ()) -> list[tuple[int, ...]]:
        if self._statement is None:
            return []
        sql, params = self._statement
        with connection.cursor() as cursor:
            cursor.execute(frame.replace("{sql}", sql), [*before, *params, *after])
            rows: list[tuple[int, ...]] = cursor.fetchall()
        return rows
