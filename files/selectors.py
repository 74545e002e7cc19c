"""Which files hang on nothing, which rows have lost their bytes, which bytes should be gone."""

from collections.abc import Iterator
from datetime import datetime

from django.core.files.storage import default_storage
from django.db.models import QuerySet

from files.models import StoredFile


def unattached_files(*, before: datetime) -> QuerySet[StoredFile]:
    """Files that were uploaded and never hung on anything, whichever apps there are that may hang one."""
    nowhere = {f"{relation.name}__isnull": True for relation in StoredFile._meta.related_objects}
    return StoredFile.objects.filter(created_at__lt=before, **nowhere)


def files_without_bytes() -> Iterator[StoredFile]:
    """Rows whose bytes are gone or cut short: a fault of the disk or a hand of somebody."""
    for file in StoredFile.objects.filter(erased_at=None).order_by("created_at").iterator(chunk_size=1000):
        if not _is_whole(file):
            yield file


def erased_files_with_bytes(*, since: datetime | None = None) -> Iterator[StoredFile]:
    """Files that were erased while their bytes lie there all the same: a crash, or an older copy put back."""
    erased = StoredFile.objects.filter(erased_at__isnull=False)
    for file in (erased.filter(erased_at__gte=since) if since else erased).iterator(chunk_size=1000):
        if default_storage.exists(file.key):
            yield file


def _is_whole(file: StoredFile) -> bool:
    try:
        return default_storage.size(file.key) == file.size
    except OSError:
        return False


def stray_keys(folders: list[str]) -> Iterator[str]:
    """Bytes in these folders of the storage that no row names: their transaction never committed."""
    for folder in folders:
        keys = [f"{folder}/{name}" for name in _listing(folder)]
        known = set(StoredFile.objects.filter(key__startswith=f"{folder}/").values_list("key", flat=True))
        yield from (key for key in keys if key not in known)


def _listing(folder: str) -> list[str]:
    try:
        return default_storage.listdir(folder)[1]
    except FileNotFoundError:
        return []
