"""What the clock and the listener start in the cases."""

from typing import Final

import structlog
from celery import shared_task
from django.conf import settings
from django.db import OperationalError
from django.utils import timezone

from common.errors import DomainError
from mail import imap
from mail.acceptance import accept_mail
from mail.wakes import awake
from tickets.intake import sorting
from tickets.models import Ticket
from tickets.services.cover import assess_due
from tickets.services.overrides import end_expired_override
from tickets.services.plates import read_plates
from tickets.services.preview_counting import count_waiting
from tickets.services.previews import COUNTING
from tickets.services.status import close_if_silent
from tickets.states import UNFINISHED
from warranty.models import Claim, Override
from warranty.services.claims import ASSESSING
from warranty.services.redaction import redact_due

ASSESSING_SECONDS: Final = 2.0

log = structlog.get_logger(__name__)


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def sort_waiting() -> int:
    """Sort what came in: woken by the listener, and by the clock for what is due again or nobody was woken for.

    May run twice at once: each mail is claimed by one.
    """
    return sorting.sort_waiting()


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def assess_due_claims() -> int:
    """Judge the units whose facts have changed: woken after each change, and by the clock. May run twice at once."""
    awake(ASSESSING)
    return assess_due(seconds=ASSESSING_SECONDS)


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def read_plate_photos() -> int:
    """Look for serials on the photos of cases that lack one: woken when such photos come, and by the clock."""
    return read_plates()


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def count_previews() -> int:
    """Count what drafts of terms would change: woken when somebody asks, and by the clock for what a worker left."""
    awake(COUNTING)
    return count_waiting()


@shared_task
def poll_mailboxes() -> int:
    """Take in what has come into the mailboxes that we poll."""
    return sum(imap.poll(url, _accept_polled) for url in settings.IMAP_URLS)


def _accept_polled(raw: bytes) -> None:
    accept_mail(raw=raw, source="imap")


@shared_task
def redact_outlived_papers() -> int:
    """Erase the papers whose time under the policy is over and that no unfinished case leans on."""
    needed = Claim.objects.filter(line__ticket__status__in=[*UNFINISHED])
    return redact_due(at=timezone.now(), needed=needed)


@shared_task
def close_solved_tickets() -> int:
    """Put solved cases away that nobody came back to; the number of closed ones is returned."""
    at, closed = timezone.now(), 0
    for ticket in Ticket.objects.light().silent_since_solved(at=at).order_by("id"):
        try:
            close_if_silent(ticket=ticket, at=at)
        except DomainError as refusal:  # somebody was faster
            log.info("case_not_closed", ticket=ticket.pk, reason=str(refusal))
        else:
            closed += 1
    return closed


@shared_task
def end_expired_overrides() -> int:
    """What a person decided for a time holds no longer; whoever has to look at the unit again is told by the queue."""
    ended = 0
    expired = Override.objects.filter(withdrawn_at=None, expires_on__lt=timezone.localdate(), claim__line__isnull=False)
    for override in expired.select_related("claim__line__ticket").defer("claim__line__ticket__search").order_by("pk"):
        try:
            end_expired_override(line=override.claim.line, override=override)
        except DomainError as refusal:  # somebody was faster
            log.info("override_not_ended", override=override.pk, reason=str(refusal))
        else:
            ended += 1
    return ended
