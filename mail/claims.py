"""Deliveries are claimed for a time by one worker, carried, and marked; a claim that runs out is anybody's."""

import random
import time
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Value
from django.db.models.functions import Coalesce
from django.utils import timezone

from mail.models import Delivery, DeliveryState
from mail.querysets import DeliveryQuerySet

BATCH: Final = 20
# Longer than one mail can take with every answer of the server coming at the last moment; a dead worker's mails
# go out again after it.
LEASE: Final = timedelta(seconds=90)
RENEW_BELOW: Final = timedelta(seconds=80)
GIVE_UP_AFTER: Final = timedelta(days=1)
FIRST_PAUSE_S: Final = 60
LONGEST_PAUSE_S: Final = 3600
SERVER_AWAY_PAUSE_S: Final = (15.0, 45.0)

log = structlog.get_logger(__name__)


def claim(*, at: datetime) -> list[Delivery]:
    """Take a batch of what is due; nobody else gets it before the lease is over."""
    with transaction.atomic():
        due = Delivery.objects.claimable(at=at).select_for_update(skip_locked=True, of=("self",)).order_by("id")
        batch = list(due.select_related("mail").prefetch_related("mail__attachments", "mail__deliveries")[:BATCH])
        if batch:
            _lease(batch, state=DeliveryState.SENDING, attempts=F("attempts") + 1)
    return batch


def renew(batch: Sequence[Delivery]) -> None:
    """Lengthen the lease of what is still to be carried, when it has become short."""
    if batch and batch[0].lease_until and batch[0].lease_until - timezone.now() < RENEW_BELOW:
        _lease(batch)


def give_back(batch: Sequence[Delivery], *, error: str) -> None:
    """What was not tried is due again at once, and no attempt is counted."""
    if batch:
        _ours(batch).update(
            state=DeliveryState.PENDING, attempts=F("attempts") - 1, lease_until=None, error=error[:500]
        )


def wait_for_server(batch: Sequence[Delivery], *, error: str) -> None:
    """The mail server is away: all of these wait a little, no longer than a day in all."""
    at = timezone.now()
    for delivery in batch:
        if delivery.give_up_at and at >= delivery.give_up_at:
            mark_failed(delivery, error)
    if batch:
        _ours(batch).update(
            state=DeliveryState.PENDING,
            attempts=F("attempts") - 1,
            lease_until=None,
            next_attempt_at=at + timedelta(seconds=random.uniform(*SERVER_AWAY_PAUSE_S)),  # noqa: S311
            give_up_at=Coalesce("give_up_at", Value(at + GIVE_UP_AFTER)),
            error=error[:500],
        )


def mark_sent(delivery: Delivery) -> None:
    _mark(delivery, state=DeliveryState.SENT, sent_at=timezone.now(), error="", give_up_at=None)


def mark_failed(delivery: Delivery, error: str) -> None:
    log.warning("delivery_failed", delivery=delivery.pk, error=error)
    _mark(delivery, state=DeliveryState.FAILED, error=error[:500])


def put_off(delivery: Delivery, error: str) -> None:
    """Try again later, each time after a longer pause; after a day of that it has failed."""
    at = timezone.now()
    give_up_at = delivery.give_up_at or at + GIVE_UP_AFTER
    if at >= give_up_at:
        mark_failed(delivery, error)
        return
    pause = min(FIRST_PAUSE_S * 2 ** min(delivery.attempts, 10), LONGEST_PAUSE_S) * random.uniform(0.5, 1.0)  # noqa: S311
    due = at + timedelta(seconds=pause)
    _mark(delivery, state=DeliveryState.PENDING, next_attempt_at=due, give_up_at=give_up_at, error=error[:500])


def _lease(batch: Sequence[Delivery], **more: Any) -> None:
    until = timezone.now() + LEASE
    _ours(batch).update(lease_until=until, **more)
    for delivery in batch:
        delivery.lease_until = until


def _ours(batch: Sequence[Delivery]) -> DeliveryQuerySet:
    return Delivery.objects.filter(pk__in=[d.pk for d in batch], lease_until=batch[0].lease_until)


def _mark(delivery: Delivery, **fields: Any) -> None:
    """In a transaction of its own; a database that restarts just now must not make us send the mail twice."""
    while True:
        try:
            Delivery.objects.filter(pk=delivery.pk, lease_until=delivery.lease_until).update(lease_until=None, **fields)
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or not delivery.lease_until or timezone.now() > delivery.lease_until:
                raise
            connection.close()
            time.sleep(1)
        else:
            return
