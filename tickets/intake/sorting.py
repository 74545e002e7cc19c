"""The mails that came in are sorted one by one, each in its own transaction; a poisoned one holds up nobody."""

import time
from datetime import timedelta
from typing import Final

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from files.errors import FilesUnavailableError
from mail.errors import UnreadableMailError
from mail.heads import split_head
from mail.mime import ReceivedMail
from mail.models import IncomingMail, Outcome
from mail.reasons import NOT_SORTED
from mail.wakes import INTAKE, awake, wake
from tickets.intake.decisions import Decision, decide
from tickets.intake.threads import EarlierMailWaitsError

BATCH: Final = 20
MOST_ATTEMPTS: Final = 3
LEASE: Final = timedelta(seconds=60)
RETRY_AFTER: Final = timedelta(seconds=20)
WAIT_FOR_EARLIER: Final = timedelta(seconds=3)
LONGEST_RUN_S: Final = 15.0

log = structlog.get_logger(__name__)


def sort_waiting() -> int:
    """Sort what nobody has sorted yet; the number of mails looked at is returned."""
    awake(INTAKE)
    looked_at, until = 0, time.monotonic() + LONGEST_RUN_S
    while batch := claim():
        for incoming_id in batch:
            sort_mail(incoming_id)
        looked_at += len(batch)
        if time.monotonic() > until:
            wake(INTAKE)
            break
    return looked_at


def claim() -> list[int]:
    """Take some mails for a minute; one that was tried before is taken alone, in case it kills its reader."""
    at = timezone.now()
    with transaction.atomic():
        free = IncomingMail.objects.claimable(at=at).select_for_update(skip_locked=True, of=("self",))
        rows = list(free.values_list("pk", "attempts")[:BATCH])
        tried = [pk for pk, attempts in rows if attempts]
        fresh = [pk for pk, attempts in rows if not attempts]
        batch = fresh or tried[:1]
        if batch:
            IncomingMail.objects.filter(pk__in=batch).update(attempts=F("attempts") + 1, lease_until=at + LEASE)
    return batch


def sort_mail(incoming_id: int) -> IncomingMail:
    """Decide about one mail and do it, wholly or not at all; called again it changes nothing."""
    try:
        with transaction.atomic():
            incoming = IncomingMail.objects.select_for_update(of=("self",)).get(pk=incoming_id)
            if incoming.sorted_at is None:
                _sort(incoming)
            return incoming
    except EarlierMailWaitsError:
        return _again(incoming_id, after=WAIT_FOR_EARLIER, attempts=Greatest(F("attempts") - 1, 0))
    except FilesUnavailableError:  # the disk is full: not the mail's fault either, and it passes
        return _again(incoming_id, after=RETRY_AFTER, attempts=Greatest(F("attempts") - 1, 0))
    except (OperationalError, InterfaceError):
        raise  # the database is away: nothing of this is the mail's fault
    except Exception:
        log.exception("mail_not_sorted", incoming=incoming_id)
        return _again(incoming_id, after=RETRY_AFTER)


def _sort(incoming: IncomingMail) -> None:
    if incoming.attempts > MOST_ATTEMPTS:  # whoever tried it the last time did not live to say so
        _settle(incoming, Decision(Outcome.QUARANTINED, NOT_SORTED))
        return
    head, _body = split_head(bytes(incoming.raw[:20_000]), lenient=True)
    incoming.sender, incoming.subject = head.text("from")[:320], head.text("subject")[:300]
    try:
        received = ReceivedMail(
            bytes(incoming.raw), envelope_from=incoming.envelope_from, envelope_to=incoming.envelope_to
        )
        decision = decide(received, incoming)
    except UnreadableMailError as error:
        decision = Decision(Outcome.QUARANTINED, str(error))
    _settle(incoming, decision)


def _settle(incoming: IncomingMail, decision: Decision) -> None:
    incoming.outcome, incoming.reason = decision.outcome, decision.reason
    incoming.sorted_at, incoming.lease_until = timezone.now(), None
    incoming.save(update_fields=["outcome", "reason", "sorted_at", "lease_until", "sender", "subject", "bounced"])


def _again(incoming_id: int, *, after: timedelta, **fields: object) -> IncomingMail:
    at = timezone.now()
    row = IncomingMail.objects.filter(pk=incoming_id, sorted_at__isnull=True)
    row.update(lease_until=at + after, **fields)
    row.filter(attempts__gte=MOST_ATTEMPTS).update(sorted_at=at, lease_until=None, reason=NOT_SORTED)
    return IncomingMail.objects.light().get(pk=incoming_id)
