"""What is said to the database about a list. The names in here are our own; what a list says comes by COPY alone."""

from collections.abc import Sequence
from typing import Final

from accounts.models import Partner
from warranty.lists.cells import DATES, LENGTHS, PARTNERS
from warranty.lists.reading import HEADINGS
from warranty.models import Product, Unit

UNITS: Final = Unit._meta.db_table
PRODUCTS: Final = Product._meta.db_table
COMPANIES: Final = Partner._meta.db_table
REFERENCES: Final = frozenset({"product", *PARTNERS})
# Chosen once, by chance: the door through which one list goes at a time.
DOOR: Final = 7_203_918_265


def _column(heading: str) -> str:
    return f"{heading}_id" if heading in REFERENCES else heading


COLUMNS: Final = tuple(map(_column, HEADINGS))
OTHERS: Final = [field for field in Unit._meta.concrete_fields if field.column not in COLUMNS and not field.primary_key]
OTHER_VALUES: Final = [field.get_prep_value(field.get_default()) for field in OTHERS]
# Where a list and the registry say nothing, the serial's last letter names the product, the reseller its distributor.
HINTS: Final = {"product_id": "p.id", "distributor_id": "r.distributor_id"}


def _settled(column: str, *, known: bool) -> str:
    """What a column will say: the list's word, else the registry's, else the hint."""
    said = f"NULLIF(a.{column}, '')" if column in LENGTHS else f"a.{column}"
    rest = "''" if column in LENGTHS and not known else HINTS.get(column)
    return f"COALESCE({', '.join(filter(None, [said, f'u.{column}' if known else None, rest]))})"


def take(headings: Sequence[str]) -> str:
    """The COPY of a list with these columns."""
    return f"COPY arriving_units (line, {', '.join(map(_column, headings))}) FROM STDIN"


ALL: Final = ", ".join(COLUMNS)
UPDATED: Final = COLUMNS[1:]
KNOWN: Final = ", ".join(_settled(column, known=True) for column in UPDATED)
FRESH: Final = ", ".join(_settled(column, known=False) for column in UPDATED)
BEFORE: Final = ", ".join(f"u.{column}" for column in UPDATED)
HINTED: Final = (
    f"LEFT JOIN {PRODUCTS} p ON p.serial_letter = right(a.serial, 1) LEFT JOIN {COMPANIES} r ON r.id = a.reseller_id"
)
WITH_KNOWN: Final = f"FROM arriving_units a JOIN {UNITS} u ON u.serial = a.serial {HINTED}"
DIFFERS: Final = f"({BEFORE}) IS DISTINCT FROM ({KNOWN})"

CLEAR: Final = "DROP TABLE IF EXISTS arriving_units, changing_units"
MAKE: Final = f"CREATE TEMP TABLE arriving_units ON COMMIT DROP AS SELECT 0 AS line, {ALL} FROM {UNITS} WITH NO DATA"  # noqa: S608
LOOK_AT: Final = "ANALYZE arriving_units"
ALONE: Final = f"SELECT pg_advisory_xact_lock({DOOR})"
TWICE: Final = (
    "SELECT a.line, a.serial, twice.first FROM arriving_units a JOIN (SELECT serial, min(line) AS first "
    "FROM arriving_units GROUP BY serial HAVING count(*) > 1) AS twice ON twice.serial = a.serial "
    "WHERE a.line > twice.first ORDER BY a.line"
)
LATER: Final = [column for column in DATES if column != "manufactured_on"]
PAIRS: Final = ", ".join(f"('{column}', a.{column}, u.{column})" for column in LATER)
MADE: Final = "COALESCE(a.manufactured_on, u.manufactured_on)"
EARLIEST: Final = f"LEAST({', '.join(f'COALESCE(a.{column}, u.{column})' for column in LATER)})"
# The earliest first: hardly a row goes on to be asked date by date.
CROSSED: Final = (
    f"SELECT a.line, later.name, COALESCE(later.said, later.known), {MADE}, "  # noqa: S608
    "a.manufactured_on IS NULL OR later.said IS NULL "
    f"FROM arriving_units a LEFT JOIN {UNITS} u ON u.serial = a.serial "
    f"CROSS JOIN LATERAL (VALUES {PAIRS}) AS later(name, said, known) "
    f"WHERE {EARLIEST} < {MADE} AND COALESCE(later.said, later.known) < {MADE} "
    "AND (a.manufactured_on IS NOT NULL OR later.said IS NOT NULL) ORDER BY a.line"
)
COMPARE: Final = f"SELECT count(*), count(*) FILTER (WHERE {DIFFERS}) {WITH_KNOWN}"
# In the order of the serials, as everybody locks units: nobody waits in a circle.
LOCK_CHANGING: Final = (
    f"CREATE TEMP TABLE changing_units (id, {ALL}) ON COMMIT DROP AS SELECT u.id, u.serial, {KNOWN} "
    f"{WITH_KNOWN} WHERE {DIFFERS} ORDER BY u.serial FOR NO KEY UPDATE OF u"
)
COMPLETE: Final = (
    f"UPDATE {UNITS} u SET {', '.join(f'{column} = c.{column}' for column in UPDATED)} "  # noqa: S608
    "FROM changing_units c WHERE c.id = u.id"
)
LEAVE_KNOWN: Final = f"DELETE FROM arriving_units a USING {UNITS} u WHERE u.serial = a.serial"  # noqa: S608
PAGES: Final = "SELECT pg_relation_size('arriving_units') / current_setting('block_size')::int"
LET_IN: Final = (
    f"INSERT INTO {UNITS} ({ALL}, {', '.join(str(field.column) for field in OTHERS)}) "  # noqa: S608
    f"SELECT a.serial, {FRESH}, {', '.join('%s' for _field in OTHERS)} FROM arriving_units a {HINTED} "
    "WHERE a.ctid >= %s::tid AND a.ctid < %s::tid"
)
# The serials that the list adds or changes, once the known ones wait no longer.
TOUCHED: Final = "SELECT serial FROM arriving_units UNION ALL SELECT serial FROM changing_units"
