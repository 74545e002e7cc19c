"""Moves cases in from another help desk."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, Final, TextIO, cast

from django.core.management.base import BaseCommand, CommandError
from django.db import IntegrityError, transaction

from common.progress import Progress
from tickets.foreign_cases import BadLineError, ForeignCase, read_case
from tickets.services.importing import CaseImport

BATCH: Final = 500
LONGEST_LINE: Final = 16 * 1024 * 1024


class Command(BaseCommand):
    help = (
        "Takes in cases, one JSON object a line. All good lines go in, or after a crash none; bad ones are named on "
        "stderr and make the exit status 1. No mail is sent."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="JSON lines in UTF-8, or - for standard input")

    def handle(self, *, file: str, **_options: Any) -> None:
        self.bad = 0
        with ExitStack() as stack:
            stream = stack.enter_context(_opened(file)) if file != "-" else sys.stdin.buffer
            progress = Progress(cast("TextIO", self.stderr._out), total=_lines_in(file), what="cases")
            try:
                with transaction.atomic():
                    self._take_in(stream, progress)
            except IntegrityError as error:
                raise CommandError(
                    "A new case took one of these numbers meanwhile; nothing is in, run it again."
                ) from error
        progress.finish()
        if self.bad:
            raise CommandError(f"Bad lines, named above: {self.bad}. Cases taken in: {progress.done}.")

    def _take_in(self, stream: BinaryIO, progress: Progress) -> None:
        moving, waiting = CaseImport(), []
        for case in self._cases(stream):
            waiting.append(case)
            if len(waiting) == BATCH:
                moving.take_in(waiting)
                progress.advance(len(waiting))
                waiting = []
        moving.take_in(waiting)
        progress.advance(len(waiting))

    def _cases(self, stream: BinaryIO) -> Iterator[ForeignCase]:
        for number, line in enumerate(_lines(stream), start=1):
            if not line.strip():
                continue
            try:
                if len(line) > LONGEST_LINE:
                    raise BadLineError("is longer than 16 MB")
                yield read_case(line)
            except BadLineError as error:
                self.bad += 1
                self.stderr.write(f"Line {number} {error}.")


def _lines(stream: BinaryIO) -> Iterator[bytes]:
    """Line by line, none of them held whole when it is longer than any case can be."""
    while line := stream.readline(LONGEST_LINE + 1):
        rest = line
        while not rest.endswith(b"\n") and len(rest) > LONGEST_LINE:
            rest = stream.readline(LONGEST_LINE + 1)
        yield line


def _opened(file: str) -> BinaryIO:
    try:
        return Path(file).open("rb")
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error


def _lines_in(file: str) -> int:
    """For the bar; what comes through a pipe cannot be counted beforehand."""
    if file == "-":
        return 0
    with _opened(file) as stream:
        return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))
