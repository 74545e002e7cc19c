"""Takes a list of units into the registry."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, TextIO, cast

from django.core.management.base import BaseCommand, CommandError

from common.errors import DomainError
from common.progress import Progress
from warranty.services.import_units import UnitsRefusedError, import_units


class Command(BaseCommand):
    help = "Takes a CSV or XLSX list of units into the registry: all of it, or nothing and the lines that are wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--dry-run", action="store_true", help="check everything, change nothing")

    def handle(self, *, file: str, dry_run: bool, **_options: Any) -> None:
        progress = Progress(cast("TextIO", self.stderr._out), total=_lines_in(Path(file)), what="rows")
        try:
            with Path(file).open("rb") as source:
                result = import_units(source=source, dry_run=dry_run)
        except UnitsRefusedError as error:
            self._name(error)
            raise CommandError(str(error)) from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        progress.finish()
        words = "would be " if dry_run else ""
        added = f"{result.added} {'unit' if result.added == 1 else 'units'}"
        self.stdout.write(f"{added} {words}added, {result.changed} {words}changed, {result.unchanged} as they were.")

    def _name(self, error: UnitsRefusedError) -> None:
        for problem in error.problems:
            self.stderr.write(str(problem))
        if error.count > len(error.problems):
            self.stderr.write(f"… and {error.count - len(error.problems)} more.")


def _lines_in(path: Path) -> int:
    """For the bar; a spreadsheet does not tell before it is read."""
    try:
        with path.open("rb") as source:
            head = source.read(2)
            return 0 if head == b"PK" else sum(chunk.count(b"\n") for chunk in iter(lambda: source.read(1 << 20), b""))
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
