"""Takes a list of units into the registry."""

from argparse import ArgumentParser
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any, TextIO, cast

from django.core.management.base import BaseCommand, CommandError

from common.errors import DomainError
from common.progress import Progress
from warranty.lists.problems import Problems
from warranty.lists.watching import Stage
from warranty.services.import_units import UnitImport, UnitsRefusedError, import_units
from warranty.services.unit_lists import note_taken_in


class Bars:
    """One bar after the other: what is read, then what is taken in."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._bar: Progress | None = None

    def begin(self, stage: Stage, total: int) -> None:
        self.finish()
        self._bar = Progress(self._stream, total=total, what=stage.value)

    def advance(self, count: int) -> None:
        if self._bar is not None:
            self._bar.advance(count)

    def finish(self) -> None:
        if self._bar is not None:
            self._bar.finish()


class Command(BaseCommand):
    help = "Takes a CSV or XLSX list of units into the registry: all of it, or nothing and the lines that are wrong."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--dry-run", action="store_true", help="check everything, change nothing")
        parser.add_argument("--errors", metavar="CSV", help="write every cell that is wrong into this file")

    def handle(self, *, file: str, dry_run: bool, errors: str | None, **_options: Any) -> None:
        try:
            with _paper(errors) as paper:
                result = self._take_in(Path(file), Problems(paper), dry_run=dry_run)
        except UnitsRefusedError as error:
            self._name(error, errors)
            raise CommandError(str(error)) from error
        except DomainError as error:
            raise CommandError(str(error)) from error
        words = "would be " if dry_run else ""
        added = f"{result.added} {'unit' if result.added == 1 else 'units'}"
        self.stdout.write(f"{added} {words}added, {result.changed} {words}changed, {result.unchanged} as they were.")

    def _take_in(self, path: Path, problems: Problems, *, dry_run: bool) -> UnitImport:
        bars = Bars(cast("TextIO", self.stderr._out))
        try:
            with path.open("rb") as source:
                result = import_units(source=source, dry_run=dry_run, watcher=bars, problems=problems)
        except OSError as error:
            raise CommandError(f"{path} cannot be read: {error.strerror}.") from error
        bars.finish()
        if not dry_run:
            note_taken_in(name=path.name, result=result)
        return result

    def _name(self, error: UnitsRefusedError, errors: str | None) -> None:
        for problem in error.problems:
            self.stderr.write(str(problem))
        if error.count > len(error.problems):
            where = f"all of them are in {errors}" if errors else "--errors FILE.csv writes down all of them"
            self.stderr.write(f"… and {error.count - len(error.problems)} more; {where}.")


def _paper(errors: str | None) -> AbstractContextManager[TextIO | None]:
    if errors is None:
        return nullcontext()
    try:
        return Path(errors).open("w", encoding="utf-8-sig", newline="")
    except OSError as error:
        raise CommandError(f"{errors} cannot be written: {error.strerror}.") from error
