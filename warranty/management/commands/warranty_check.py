"""Judges every case of a file and compares the verdicts with what the file expects."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from common.errors import DomainError
from warranty.coverage import judge
from warranty.explanations import explain, told_by
from warranty.terms import Book
from warranty.terms_files import book_on_file
from warranty.vectors import Vector, differences, read_vectors, result_of


class Command(BaseCommand):
    help = "Computes the verdict of each row of a vector file under the demo's policies; exit status 1 on a difference."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--json", action="store_true", help="print the verdicts as a JSON array")

    def handle(self, *, file: str, json: bool, **_options: Any) -> None:
        with translation.override("en"):
            rows = list(_judged(file))
        self.stdout.write(_as_json(rows) if json else "\n".join(map(_line, rows)))
        wrong = sum(bool(row.get("error") or row["differences"]) for row in rows)
        if wrong:
            raise CommandError(f"{wrong} of {len(rows)} rows differ or cannot be read.")


def _judged(file: str) -> Iterator[dict[str, Any]]:
    book = book_on_file()
    try:
        with Path(file).open(encoding="utf-8-sig", newline="") as source:
            for vector in read_vectors(source):
                yield _judge(vector, book)
    except (OSError, DomainError) as error:
        raise CommandError(f"{file}: {error}") from error


def _judge(vector: Vector, book: Book) -> dict[str, Any]:
    if vector.facts is None:
        return {"id": vector.id, "error": vector.problem, "differences": []}
    if vector.facts.policy not in book.policies:
        return {"id": vector.id, "error": f"There is no policy “{vector.facts.policy[:40]}”.", "differences": []}
    ruling = judge(vector.facts, book)
    result = result_of(ruling)
    terms = next((t for t in book.policies[vector.facts.policy] if t.id == ruling.policy_version), None)
    trace = [{"rule": step.rule, "inputs": step.inputs, "result": step.result} for step in ruling.trace]
    return {
        "id": vector.id,
        **result,
        "explanation": explain(told_by(ruling, vector.facts, brand=settings.BRAND_NAME, terms=terms)),
        "trace": trace,
        "differences": differences(result, vector.expected),
    }


def _as_json(rows: list[dict[str, Any]]) -> str:
    return json.dumps(rows, indent=1, ensure_ascii=False, default=str)


def _line(row: dict[str, Any]) -> str:
    if row.get("error"):
        return f"{row['id']}: {row['error']}"
    verdict = f"{row['id']}: {row['decision']} {row['reason']}"
    return f"{verdict}, differs in {', '.join(row['differences'])}" if row["differences"] else verdict
