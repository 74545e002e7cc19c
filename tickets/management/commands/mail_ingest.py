"""`mail_ingest < message.eml`: takes in one mail from a pipe, with the exit statuses that mail servers understand."""

import os
import sys
from argparse import ArgumentParser
from typing import Any

import structlog
from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError

from mail.acceptance import accept_mail
from mail.models import IncomingMail
from tickets.intake.sorting import sort_mail
from tickets.models import Message

LARGEST = 64 * 1024 * 1024

log = structlog.get_logger(__name__)


class Command(BaseCommand):
    help = "Takes in one raw mail from stdin and prints what became of it."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sender", default="", help="the envelope sender; <> for none")
        parser.add_argument("--recipient", action="append", default=[], help="an envelope recipient")

    def handle(self, *, sender: str, recipient: list[str], **options: Any) -> None:
        raw = sys.stdin.buffer.read(LARGEST + 1)
        if not raw.strip():
            self._leave(os.EX_DATAERR, "There is nothing on stdin.")
        if len(raw) > LARGEST:
            self._leave(os.EX_DATAERR, "This mail is larger than 64 MB and was not taken in.")
        try:
            incoming = accept_mail(
                raw=raw,
                envelope_from=sender,
                envelope_to=" ".join(recipient),
                source="pipe",
                sorted_by_caller=True,
            )
        except (DatabaseError, InterfaceError) as error:
            self._leave(os.EX_TEMPFAIL, f"The database is away; nothing was kept ({type(error).__name__}).")
        except Exception as error:
            log.exception("mail_not_kept")
            self._leave(os.EX_TEMPFAIL, f"The mail could not be kept ({type(error).__name__}).")
        self.stdout.write(self._sorted(incoming))

    def _sorted(self, incoming: IncomingMail) -> str:
        """What became of it; it is kept by now, so whatever happens from here on is no reason to send it again."""
        try:
            outcome = incoming.outcome if incoming.duplicate_of_id else sort_mail(incoming.pk).outcome
            return " ".join(filter(None, [outcome, _number_for(incoming)]))
        except Exception as error:
            log.exception("mail_not_sorted", incoming=incoming.pk)
            self.stderr.write(f"The mail is kept and will be sorted later ({type(error).__name__}).")
            return "quarantined"

    def _leave(self, status: int, why: str) -> None:
        self.stderr.write(why)
        sys.exit(status)


def _number_for(incoming: IncomingMail) -> str:
    messages = Message.objects.filter(incoming=incoming.duplicate_of_id or incoming.pk).select_related("ticket")
    message = messages.first()
    return message.ticket.pretty_number if message else ""
