"""What the clock tidies: uploads that nobody ever sent off, bytes whose row was rolled back."""

from datetime import datetime, timedelta
from typing import Final

import structlog
from celery import shared_task
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone

from files.models import StoredFile
from files.selectors import erased_files_with_bytes, files_without_bytes, stray_keys, unattached_files

log = structlog.get_logger(__name__)
# Longer than a form keeps its uploads, and longer than any transaction.
PATIENCE: Final = timedelta(days=3)
LOOKING_BACK_DAYS: Final = 14


@shared_task
def remove_orphans() -> int:
    """Throw away what hangs on nothing for three days; what is missing is said aloud, never papered over."""
    at = timezone.now() - PATIENCE
    removed = sum(_remove(file) for file in unattached_files(before=at).iterator())
    removed += _remove_strays(at)
    removed += erase_again(since=at - timedelta(days=LOOKING_BACK_DAYS))
    for file in files_without_bytes():
        log.error("file_bytes_missing", file=str(file.pk))
    return removed


@transaction.atomic
def _remove(file: StoredFile) -> int:
    """The row first, its bytes after the commit: so that no row is ever without bytes."""
    try:
        with transaction.atomic():
            file.delete()
    except ProtectedError:  # somebody hung it on something just now
        return 0
    transaction.on_commit(lambda: default_storage.delete(file.key))
    return 1


def erase_again(*, since: datetime | None = None) -> int:
    """Delete what was erased and lies there all the same; without `since` whenever it was erased."""
    left = list(erased_files_with_bytes(since=since))
    for file in left:
        default_storage.delete(file.key)
    return len(left)


def _remove_strays(before: datetime) -> int:
    days = (before - timedelta(days=age) for age in range(1, LOOKING_BACK_DAYS))
    strays = list(stray_keys([f"{day:%Y/%m/%d}" for day in days]))
    for key in strays:
        default_storage.delete(key)
    return len(strays)
