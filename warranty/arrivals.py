"""Where the rows of a list wait, to be compared with one another and with the registry before they are let in."""

from collections.abc import Iterator
from io import StringIO
from typing import Any, Final

from django.db import connection
from django.utils.translation import gettext as _

from common.copying import copy_text
from warranty.models import Unit
from warranty.unit_lists import HEADINGS
from warranty.unit_rows import Problem

TEXTS: Final = frozenset({"revision", "lot", "firmware"})
REFERENCES: Final = frozenset({"product", "distributor", "reseller"})
COLUMNS: Final = tuple(f"{name}_id" if name in REFERENCES else name for name in HEADINGS)
UPDATED: Final = COLUMNS[1:]
UNITS: Final = Unit._meta.db_table
ALL: Final = ", ".join(COLUMNS)

# The names in these statements are our own; what a list says reaches the database by COPY alone.
MAKE: Final = f"CREATE TEMP TABLE arriving_units ON COMMIT DROP AS SELECT 0 AS line, {ALL} FROM {UNITS} WITH NO DATA"  # noqa: S608
TAKE: Final = f"COPY arriving_units (line, {ALL}) FROM STDIN"
TWICE: Final = (
    "SELECT line, serial, first FROM (SELECT line, serial, min(line) OVER (PARTITION BY serial) AS first "
    "FROM arriving_units) AS every WHERE line > first ORDER BY line"
)
MADE_AFTER_SHIPPED: Final = (
    "SELECT a.line, COALESCE(a.shipped_on, u.shipped_on), COALESCE(a.manufactured_on, u.manufactured_on) "  # noqa: S608
    f"FROM arriving_units a JOIN {UNITS} u USING (serial) "
    "WHERE COALESCE(a.shipped_on, u.shipped_on) < COALESCE(a.manufactured_on, u.manufactured_on) ORDER BY a.line"
)


class Arrivals:
    """The waiting rows of one transaction."""

    def __init__(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE IF EXISTS arriving_units")
            cursor.execute(MAKE)
        self._buffer = StringIO()

    def add(self, line: int, values: dict[str, object]) -> None:
        cells = (copy_text(values.get(name) or None) for name in HEADINGS)
        self._buffer.write("\t".join([str(line), *cells]) + "\n")

    def flush(self) -> None:
        self._buffer.seek(0)
        with connection.cursor() as cursor:
            cursor.copy_expert(TAKE, self._buffer)
        self._buffer = StringIO()

    def clashes(self) -> Iterator[Problem]:
        """What only shows when rows are compared."""
        for line, serial, first in _asked(TWICE):
            words = {"serial": serial, "first": first}
            yield Problem(line, "serial", _("%(serial)s stands in line %(first)d already.") % words)
        for line, day, made in _asked(MADE_AFTER_SHIPPED):
            words = {"day": day, "made": made}
            text = _("%(day)s lies before the manufacture on %(made)s in the registry.") % words
            yield Problem(line, "shipped_on", text)

    def merge(self) -> tuple[int, int]:
        """Let them in by one statement; returns how many were added and how many changed.

        A unit that already says what the list says is not touched, and gets no new line of history.
        """
        added, changed = _asked(_merge_statement())[0]
        return added, changed


def _asked(statement: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return list(cursor.fetchall())


def _merge_statement() -> str:
    fresh = ", ".join(f"COALESCE({column}, '')" if column in TEXTS else column for column in COLUMNS)
    kept = {column: _said_or_kept(column) for column in UPDATED}
    before = ", ".join(f"{UNITS}.{column}" for column in kept)
    return (
        f"WITH merged AS (INSERT INTO {UNITS} ({ALL}) SELECT {fresh} FROM arriving_units ORDER BY line "  # noqa: S608
        f"ON CONFLICT (serial) DO UPDATE SET {', '.join(f'{column} = {value}' for column, value in kept.items())} "
        f"WHERE ({before}) IS DISTINCT FROM ({', '.join(kept.values())}) RETURNING (xmax = 0) AS is_new) "
        "SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM merged"
    )


def _said_or_kept(column: str) -> str:
    said = f"NULLIF(EXCLUDED.{column}, '')" if column in TEXTS else f"EXCLUDED.{column}"
    return f"COALESCE({said}, {UNITS}.{column})"
