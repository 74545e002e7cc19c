"""`mail_listen`: takes mail in by SMTP or LMTP until it is told to stop."""

import asyncio
import errno
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mail.acceptance import accept_mail
from mail.listener import Door, listen


class Command(BaseCommand):
    help = "Takes mail in by SMTP (or LMTP) and answers 250 only when it is committed."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        door = Door(settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_LMTP, settings.SMTP_MAX_BYTES)
        try:
            asyncio.run(listen(door, self._accept, ready=lambda: self._say_ready(door)))
        except OSError as error:
            raise CommandError(_why(error, door)) from None

    def _accept(self, raw: bytes, sender: str, recipients: str) -> None:
        source = "lmtp" if settings.SMTP_LMTP else "smtp"
        accept_mail(raw=raw, envelope_from=sender, envelope_to=recipients, source=source)

    def _say_ready(self, door: Door) -> None:
        self.stderr.write(f"Mail is taken in on {door.host}:{door.port}.")


def _why(error: OSError, door: Door) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Port {door.port} on {door.host} is taken by another program; choose another with PORTAL_SMTP_PORT."
    if error.errno == errno.EACCES:
        return f"Port {door.port} may not be opened by this user; choose one above 1023 with PORTAL_SMTP_PORT."
    return f"Cannot listen on {door.host}:{door.port}: {error.strerror or error}."
