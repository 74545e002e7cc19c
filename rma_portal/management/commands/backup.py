"""`backup DIR`: database and files together, in a folder that `restore` takes back."""

import json
import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from rma_portal.database_tools import run_tool


class Command(BaseCommand):
    help = "Saves the database, the uploaded files and the key of the links into a new folder."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *, folder: Path, **options: Any) -> None:
        if folder.exists() and any(folder.iterdir()):
            raise CommandError(f"{folder} is not empty; a backup goes into a folder of its own.")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        # The database first: every file that it names was there before, and is still there now.
        run_tool("pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--file", folder / "database.dump")
        self._copy_files(folder)
        self._copy_key(folder)
        facts = {"made_at": timezone.now().isoformat(), "migrations": _migrations()}
        # Written last: a folder without it is half a backup, and restore says so.
        (folder / "backup.json").write_text(json.dumps(facts, indent=1), encoding="utf-8")
        self.stdout.write(f"Saved in {folder}. It holds personal data and keys: keep it closed to others.")

    def _copy_files(self, folder: Path) -> None:
        if settings.S3_BUCKET:
            self.stderr.write(f"The files stay in the bucket {settings.S3_BUCKET}; back it up with its own means.")
        elif Path(settings.MEDIA_ROOT).exists():
            shutil.copytree(settings.MEDIA_ROOT, folder / "media", dirs_exist_ok=True)

    def _copy_key(self, folder: Path) -> None:
        """Links in mails that are out there are computed with it; without it all of them would be dead."""
        key = Path(settings.STATE_DIR) / "secret_key"
        if key.exists():
            shutil.copy2(key, folder / "secret_key")


def _migrations() -> list[str]:
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder.Migration.objects.values_list("app", "name"))
