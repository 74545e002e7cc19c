"""What the clock starts in the warranty room."""

from celery import shared_task
from django.db import OperationalError

from mail.wakes import awake
from warranty.services import readings
from warranty.services.proofs import READING


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def read_papers() -> int:
    """Read the text of papers that came in: woken by whoever took one in, and by the clock for what was missed."""
    awake(READING)
    return readings.read_waiting()
