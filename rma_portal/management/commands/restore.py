"""`restore DIR`: what `backup` saved comes back whole or not at all, and sends no mail a second time."""

import json
import shutil
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from files.periodic import erase_again
from rma_portal.database_tools import run_tool

EMPTY = "DROP OWNED BY CURRENT_USER CASCADE;\n"
# In the same transaction as the data: a worker that runs meanwhile never sees an old mail as one to send.
SILENCE = """
RESET search_path;
UPDATE public.mail_delivery
   SET state = 'failed', error = 'Restored from a backup; it may have been sent before.',
       lease_until = NULL, next_attempt_at = NULL
 WHERE state IN ('pending', 'sending');
"""


class Command(BaseCommand):
    help = "Replaces the database and the uploaded files by those of a backup; mail that waited then is not sent."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *, folder: Path, yes: bool, **options: Any) -> None:
        _refuse_unfit(folder)
        if not yes and sys.stdin.isatty() and not self._agreed():
            raise CommandError("Nothing was changed.")
        self._restore_database(folder)
        if (folder / "media").exists() and not settings.S3_BUCKET:
            shutil.copytree(folder / "media", settings.MEDIA_ROOT, dirs_exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
        # Older copies of files may lie about here that were erased before the backup was made.
        erase_again()
        self._restore_key(folder)
        self.stdout.write("Restored. Start `./portal up` again if it is running.")

    def _agreed(self) -> bool:
        self.stderr.write("This replaces all cases, users and files of this portal. Type “yes” to go on:")
        return input().strip().lower() == "yes"

    def _restore_database(self, folder: Path) -> None:
        with tempfile.TemporaryDirectory() as scratch:
            script = Path(scratch) / "restore.sql"
            data = Path(scratch) / "data.sql"
            run_tool("pg_restore", "--no-owner", "--no-privileges", "--file", data, folder / "database.dump")
            script.write_text(SILENCE, encoding="utf-8")
            connections.close_all()
            run_tool(
                *("psql", "--no-psqlrc", "--quiet", "--single-transaction", "--set", "ON_ERROR_STOP=1"),
                *("--command", EMPTY, "--file", data, "--file", script),
            )

    def _restore_key(self, folder: Path) -> None:
        if (folder / "secret_key").exists():
            shutil.copy2(folder / "secret_key", Path(settings.STATE_DIR) / "secret_key")


def _refuse_unfit(folder: Path) -> None:
    try:
        facts = json.loads((folder / "backup.json").read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise CommandError(f"{folder} is no whole backup: backup.json is missing or broken.") from error
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    if newer := [name for name in facts["migrations"] if name not in known]:
        raise CommandError(f"The backup comes from a newer version of the portal ({newer[-1]}); update first.")
