"""What the clock starts in the warranty room."""

from datetime import timedelta
from typing import Final

import structlog
from celery import shared_task
from django.db import OperationalError
from django.utils import timezone

from common.errors import DomainError
from mail.wakes import awake
from warranty.models import UnitList
from warranty.services import list_work, readings
from warranty.services.proofs import READING
from warranty.services.unit_lists import drop_list
from warranty.states import ListState

PATIENCE: Final = timedelta(days=3)

log = structlog.get_logger(__name__)


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def read_papers() -> int:
    """Read the text of papers that came in: woken by whoever took one in, and by the clock for what was missed."""
    awake(READING)
    return readings.read_waiting()


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def work_on_lists() -> int:
    """Check and take in lists of units: woken when one is handed in, and by the clock for what nobody was woken for."""
    return list_work.work_on_lists()


@shared_task
def drop_forgotten_lists() -> int:
    """A checked list that nobody lets in is dropped: in some days the registry has moved on."""
    dropped = 0
    for unit_list in UnitList.objects.filter(state=ListState.CHECKED, handed_in_at__lt=timezone.now() - PATIENCE):
        try:
            drop_list(unit_list=unit_list)
        except DomainError as refusal:  # somebody was faster
            log.info("unit_list_not_dropped", unit_list=unit_list.pk, reason=str(refusal))
        else:
            dropped += 1
    return dropped
