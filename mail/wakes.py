"""Rousing a worker after a commit: many calls make one, and a lost call costs a sweep's wait and nothing else."""

from typing import Final

import structlog
from celery import current_app
from django.core.cache import cache

OUTBOX: Final = "mail.tasks.deliver_outbox"
INTAKE: Final = "tickets.periodic.sort_waiting"
REMEMBERED_S: Final = 5

log = structlog.get_logger(__name__)


def wake(task: str) -> None:
    """Have the task run soon, unless one is on its way already; never raises."""
    try:
        if cache.add(_flag(task), 1, timeout=REMEMBERED_S):
            current_app.send_task(task)
    except Exception:
        log.warning("nobody_woken", task=task)


def awake(task: str) -> None:
    """Said by the task before it looks: what is owed from now on needs another call."""
    try:
        cache.delete(_flag(task))
    except Exception:
        log.warning("wake_not_cleared", task=task)


def _flag(task: str) -> str:
    return f"awake:{task}"
