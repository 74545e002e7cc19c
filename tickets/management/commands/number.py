"""`number TEXT`: reads a ticket number as every field of the portal does."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from tickets.numbers import NotANumberError, pretty, read_number


class Command(BaseCommand):
    help = "Prints the ticket number that somebody typed as it should be written, or says why it is none."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("text", nargs="+", help="what was typed; blanks need no quotes")

    def handle(self, *, text: list[str], **_options: Any) -> None:
        try:
            number = read_number(" ".join(text))
        except NotANumberError as error:
            self.stderr.write(str(error))
            sys.exit(1)
        self.stdout.write(pretty(number))
