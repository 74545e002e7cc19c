"""What the clock starts in the post office."""

from celery import shared_task

from mail import delivery


@shared_task
def sweep_outbox() -> int:
    """Send what nobody was woken for: the broker was flushed, a worker died, a mail's next try is due."""
    return delivery.deliver_due()
