"""The engine alone: verdicts with their trace, beside building the bare answer and nothing else."""

import time
from dataclasses import fields
from pathlib import Path

from bench.report import Report
from warranty.coverage import judge
from warranty.facts import Facts
from warranty.rulings import Ruling
from warranty.terms import Book
from warranty.terms_files import book_on_file
from warranty.vectors import read_vectors

CASES = Path(__file__).resolve().parents[1] / "tests" / "warranty" / "vectors.csv"
SECONDS = 3.0


def measure(report: Report) -> None:
    with CASES.open(encoding="utf-8", newline="") as source:
        claims = [vector.facts for vector in read_vectors(source) if vector.facts]
    book = book_on_file()
    judged = max(_judged_per_second(claims, book) for _ in range(3))
    bare = max(_built_per_second(judge(claims[0], book)) for _ in range(3))
    detail = f"{len(claims)} worked cases in turn; {bare:,.0f} bare answers a second, ratio {judged / bare:.3f}"
    report.at_least("verdicts a second on one core, with the trace", judged, 20_000, detail)


def _judged_per_second(claims: list[Facts], book: Book) -> float:
    count, begun = 0, time.perf_counter()
    while (took := time.perf_counter() - begun) < SECONDS / 3:
        for claim in claims:
            judge(claim, book)
        count += len(claims)
    return count / took


def _built_per_second(ruling: Ruling) -> float:
    values = {field.name: getattr(ruling, field.name) for field in fields(Ruling)}
    count, begun = 0, time.perf_counter()
    while (took := time.perf_counter() - begun) < SECONDS / 3:
        for _ in range(1_000):
            Ruling(**values)
        count += 1_000
    return count / took
