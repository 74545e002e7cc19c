"""Compares the table of files with the bytes in the storage, both ways; changes nothing."""

from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Min
from django.utils import timezone

from files.models import StoredFile
from files.selectors import erased_files_with_bytes, files_without_bytes, stray_keys


class Command(BaseCommand):
    help = "Names every file whose bytes are missing or cut short, and every stored byte that belongs to no file."

    def handle(self, **_options: Any) -> None:
        missing = strays = 0
        for file in files_without_bytes():
            missing += 1
            self.stdout.write(f"missing  {file.pk}  {file.key}  {file.name}")
        for key in stray_keys(_folders()):
            strays += 1
            self.stdout.write(f"stray    {key}")
        left = 0
        for file in erased_files_with_bytes():
            left += 1
            self.stdout.write(f"left     {file.pk}  {file.key}")
        erased = StoredFile.objects.filter(erased_at__isnull=False).count()
        whole = StoredFile.objects.count() - erased - missing
        self.stderr.write(
            f"{whole} files have their bytes, {missing} do not; {erased} are erased, {left} of them lie there still; "
            f"{strays} stored pieces belong to no file."
        )
        if missing:
            raise CommandError("Files have lost their bytes; bring them back from a backup.")


def _folders() -> list[str]:
    """The day folders since the first file; bytes of today may belong to a transaction under way."""
    first = StoredFile.objects.aggregate(first=Min("created_at"))["first"]
    today = timezone.now().date()
    start: date = first.date() if first else today
    return [f"{start + timedelta(days=age):%Y/%m/%d}" for age in range((today - start).days)]
