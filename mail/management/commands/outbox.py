"""`outbox`: what is still owed, and for how long."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from mail.selectors import outbox_state


class Command(BaseCommand):
    help = "Counts the deliveries by state."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, **options: Any) -> None:
        counts = outbox_state(at=timezone.now())
        lines = [f"{name}: {count}" for name, count in counts.items()]
        self.stdout.write(json.dumps(counts) if options["json"] else "\n".join(lines))
