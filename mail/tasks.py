from celery import shared_task
from django.db import OperationalError

from mail import delivery


@shared_task(autoretry_for=(OperationalError,), retry_backoff=True, max_retries=5)
def deliver_outbox() -> int:
    """Send what is owed and due. May run twice at once: each delivery is claimed by one."""
    return delivery.deliver_due()
