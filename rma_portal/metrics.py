"""Figures for Prometheus, read from the tables when they are asked for: the same from every process."""

from collections.abc import Iterator
from typing import Final

import redis
import structlog
from django.conf import settings
from django.db import Error, connection, transaction
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.metrics_core import GaugeMetricFamily
from prometheus_client.registry import Collector

from common.figures import kept
from mail.models import Delivery, DeliveryState, IncomingMail
from rma_portal import heartbeat
from tickets.models import Ticket

log = structlog.get_logger(__name__)
SECONDS: Final = 5
# Counting all cases walks an index of all of them: once a minute is enough.
CASES_KEPT: Final = 60


class PortalCollector(Collector):
    """Queues, mail, cases and the clock."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        yield from self._from_tables()
        yield from self._from_redis()

    def _from_tables(self) -> Iterator[GaugeMetricFamily]:
        try:
            with transaction.atomic():
                with connection.cursor() as cursor:
                    cursor.execute(f"SET LOCAL statement_timeout = {SECONDS * 1000}")
                found = [_outbox(), _outbox_age(), _intake(), _cases()]
        except Error:
            log.exception("metrics_without_database")
            connection.close()
            found = []
        yield GaugeMetricFamily("portal_database_up", "Whether the database answers", value=bool(found))
        yield from found

    def _from_redis(self) -> Iterator[GaugeMetricFamily]:
        try:
            waiting, silent = _queue_length(), heartbeat.age()
        except Exception:  # redis and the cache in front of it each have errors of their own
            log.exception("metrics_without_redis")
            yield GaugeMetricFamily("portal_redis_up", "Whether Redis answers", value=0)
            return
        yield GaugeMetricFamily("portal_redis_up", "Whether Redis answers", value=1)
        yield GaugeMetricFamily("portal_queue_length", "Tasks that wait for a worker", value=waiting)
        if silent is not None:
            yield GaugeMetricFamily("portal_beat_age_seconds", "Since the clock was heard of", value=silent)


def exposition() -> bytes:
    """All figures in the text format of Prometheus."""
    registry = CollectorRegistry()
    registry.register(PortalCollector())
    return generate_latest(registry)


def _outbox() -> GaugeMetricFamily:
    family = GaugeMetricFamily("portal_outbox_deliveries", "Outgoing mail that has not arrived", labels=["state"])
    unsent = [DeliveryState.PENDING, DeliveryState.SENDING, DeliveryState.FAILED]
    counts = Delivery.objects.filter(state__in=unsent).values_list("state").annotate(count=Count("pk"))
    for state, count in {**dict.fromkeys(unsent, 0), **dict(counts)}.items():
        family.add_metric([str(state)], count)
    return family


def _outbox_age() -> GaugeMetricFamily:
    oldest = Delivery.objects.unfinished().aggregate(oldest=Min("created_at"))["oldest"]
    age = (timezone.now() - oldest).total_seconds() if oldest else 0
    return GaugeMetricFamily("portal_outbox_oldest_seconds", "Age of the oldest mail not sent yet", value=age)


def _intake() -> GaugeMetricFamily:
    family = GaugeMetricFamily("portal_incoming_mail", "Incoming mail that waits", labels=["for"])
    family.add_metric(["sorting"], IncomingMail.objects.unsorted().count())
    family.add_metric(["a_person"], IncomingMail.objects.in_quarantine().count())
    return family


def _cases() -> GaugeMetricFamily:
    family = GaugeMetricFamily("portal_cases", "Cases by state", labels=["state"])
    for state, count in kept("metrics-cases", seconds=CASES_KEPT, make=_count_cases).items():
        family.add_metric([state], count)
    return family


def _count_cases() -> dict[str, int]:
    return dict(Ticket.objects.order_by().values_list("status").annotate(count=Count("pk")))


def _queue_length() -> int:
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=2, socket_connect_timeout=2) as client:
        return int(client.llen("celery"))
