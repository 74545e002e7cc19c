"""The way out may be shut: a wrong password pauses everything, burns nothing, and is shown to staff."""

from datetime import datetime, timedelta
from typing import Final

import structlog
from django.utils import timezone

from mail.models import Channel

SMTP: Final = "smtp"
PAUSE: Final = timedelta(minutes=5)

log = structlog.get_logger(__name__)


def is_paused(*, at: datetime) -> bool:
    return Channel.objects.filter(name=SMTP, paused_until__gt=at).exists()


def pause(reason: str) -> None:
    """The mail server does not let us in: wait, then try with one connection again."""
    at = timezone.now()
    Channel.objects.get_or_create(name=SMTP)
    begun = Channel.objects.filter(name=SMTP, paused_since__isnull=True).update(paused_since=at)
    Channel.objects.filter(name=SMTP).update(paused_until=at + PAUSE, reason=reason[:500])
    if begun:
        log.error("mail_channel_paused", reason=reason)


def resume() -> None:
    """We were let in, or staff have corrected the settings."""
    if Channel.objects.filter(name=SMTP, paused_since__isnull=False).update(
        paused_since=None, paused_until=None, reason=""
    ):
        log.warning("mail_channel_resumed")


def trouble() -> str:
    """Why no mail leaves the house at the moment, in words; empty when it does."""
    found = Channel.objects.filter(name=SMTP, paused_since__isnull=False).values_list("reason", flat=True).first()
    return found or ""
