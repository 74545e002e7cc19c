"""`conservation`: proves from the tables that no accepted mail was lost."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from mail.selectors import conservation


class Command(BaseCommand):
    help = "Counts what became of every accepted mail."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        counts = conservation()
        lines = [f"{name}: {count}" for name, count in counts.items()]
        self.stdout.write(json.dumps(counts) if options["json"] else "\n".join(lines))
