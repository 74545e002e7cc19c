"""Searching among 100 000 cases: the SQL against the bare query for the same rows, the page against the queue's."""

import time
import urllib.parse
from collections.abc import Callable
from statistics import median

from django.db import connection
from django.test.utils import CaptureQueriesContext

from bench import load, pages
from bench.report import Report
from bench.servers import web
from tickets.models import Ticket, TicketLine
from tickets.selectors import find_ticket
from tickets.selectors.searching import Sought, find_hits, read_query

ROWS = 25
TURNS = 60


def measure(report: Report) -> None:
    queries = _queries()
    extra = {name: _measure_sql(report, name, text) for name, text in queries.items()}
    with web() as port:
        cookie = pages.session_cookie()
        queue = pages.median(load.Plan(port=port, path=pages.QUEUE, headers=cookie))
        for name, text in queries.items():
            path = f"{pages.QUEUE}?{urllib.parse.urlencode({'q': text})}"
            page = pages.median(load.Plan(port=port, path=path, headers=cookie))
            ratio = (page - extra[name]) / queue
            report.at_most(f"page for a {name} / queue page", ratio, 1.5, f"{page:.1f} against {queue:.1f} ms")


def _queries() -> dict[str, str]:
    ticket = Ticket.objects.light().exclude(name="").order_by("pk")[Ticket.objects.count() // 2]
    line = TicketLine.objects.exclude(serial="").order_by("pk")[1_000]
    return {
        "number": ticket.pretty_number,
        "serial": line.serial,
        "rare word": _word(at_most=40),
        "common word": _word(at_most=1_000_000),
        "name": ticket.name,
    }


def _word(*, at_most: int) -> str:
    """The commonest word of all that stands in at most so many cases."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM ts_stat('SELECT search FROM tickets_ticket') "
            "WHERE ndoc <= %s AND word ~ '^[a-z0-9]{4,}$' ORDER BY ndoc DESC, word LIMIT 1",
            [at_most],
        )
        return str(cursor.fetchone()[0])


def _measure_sql(report: Report, name: str, text: str) -> float:
    """Milliseconds of the search's own statements."""
    with CaptureQueriesContext(connection) as caught:
        ids = _found(read_query(text))
    search = sum(_time_of(query["sql"]) for query in caught.captured_queries)
    rows = str(Ticket.objects.light().filter(pk__in=ids).order_by("-updated_at", "-id").query)
    bare = _time_of(rows)
    detail = f"“{text}”: {len(ids)} rows, {search:.2f} against {bare:.2f} ms"
    report.at_most(f"SQL of the search for a {name} / bare query for its rows", search / bare, 3, detail)
    return search


def _found(sought: Sought) -> list[int]:
    if not sought.number:
        return find_hits(Ticket.objects.all(), sought, limit=ROWS).ids
    ticket = find_ticket(sought.number)
    return [ticket.pk] if ticket else []


def _time_of(sql: str) -> float:
    """Median milliseconds of a statement, rows fetched."""
    return median(_clock(lambda: _run(sql)) for _turn in range(TURNS))


def _run(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        cursor.fetchall()


def _clock(work: Callable[[], None]) -> float:
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000
