"""`./portal bench [--write] [subject …]`: the figures of docs/performance.md."""

import argparse

import django

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from bench import inbound, pages, preview, search, startup, submit, units, verdicts  # noqa: E402
from bench.report import Report  # noqa: E402
from tickets.models import Ticket  # noqa: E402

FEW, MANY = 1_000, 100_000
SUBJECTS = ("submit", "mail", "inbound", "pages", "search", "startup", "verdicts", "units", "preview")


def main() -> None:
    parser = argparse.ArgumentParser(prog="./portal bench", description=__doc__)
    parser.add_argument("subjects", nargs="*", choices=[*SUBJECTS, []], help="only these (default: all)")
    parser.add_argument("--write", action="store_true", help="put the table into docs/performance.md")
    options = parser.parse_args()
    wanted = set(options.subjects or SUBJECTS)
    report = Report()
    if "verdicts" in wanted:
        verdicts.measure(report)
    if "units" in wanted:
        units.measure(report)
    _bare_tables()
    _measure_small(report, wanted)
    _measure_large(report, wanted)
    print("\n" + report.table())
    if options.write:
        report.write()


def _measure_small(report: Report, wanted: set[str]) -> None:
    _start_with(FEW)
    if "submit" in wanted:
        submit.measure(report, tickets=FEW)
    if "mail" in wanted:
        submit.measure_mail(report)
    if "inbound" in wanted:
        inbound.measure(report)
    if "startup" in wanted:
        startup.measure(report)


def _measure_large(report: Report, wanted: set[str]) -> None:
    if not wanted & {"submit", "pages", "search", "preview"}:
        return
    _start_with(FEW)
    few = pages.measure() if "pages" in wanted else None
    _start_with(MANY)
    if few:
        pages.judge(report, few, pages.measure())
    if "search" in wanted:
        search.measure(report)
    if "preview" in wanted:
        preview.measure(report)
    if "submit" in wanted:
        submit.measure(report, tickets=MANY)


def _start_with(tickets: int) -> None:
    """Exactly this many seeded cases and nothing else that an earlier run left."""
    if Ticket.objects.count() != tickets:
        call_command("flush", interactive=False, verbosity=0)
        call_command("seed", tickets=tickets)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _bare_tables() -> None:
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS bench_row, bench_incoming")
        cursor.execute("CREATE TABLE bench_row (id bigserial PRIMARY KEY, name text, words text)")
        cursor.execute("CREATE TABLE bench_incoming (id bigserial PRIMARY KEY, raw bytea, words text)")
        cursor.execute(
            "INSERT INTO bench_row (name, words) SELECT 'Camille', repeat('words ', 8) FROM generate_series(1, 1000)"
        )


if __name__ == "__main__":
    main()
