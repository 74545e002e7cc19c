"""Brings database, translations and static files up to date in one process: importing Django takes longest of all."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from accounts.roles import sync_roles
from rma_portal.catalogs import compile_catalogs
from rma_portal.first_start import is_first_start, load_demo_data, make_admin
from warranty.services.terms_on_file import lay_down_laws


class Command(BaseCommand):
    help = "Migrates, compiles translations, collects static files, syncs roles; at first makes the admin's account."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--first-start", choices=["demo", "empty"], help="also make the admin's account")

    def handle(self, *, first_start: str | None, **options: Any) -> None:
        try:
            self._migrate()
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {str(error).strip()}") from error
        compile_catalogs(Path(settings.LOCALE_PATHS[0]))
        self._collect_static_files()
        sync_roles()
        lay_down_laws()
        if first_start and is_first_start():
            self._begin(demo=first_start == "demo")

    def _migrate(self) -> None:
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if plan:
            self.stdout.write(f"Migrating the database ({len(plan)} steps) …")
            call_command("migrate", interactive=False, verbosity=0)

    def _collect_static_files(self) -> None:
        mark = Path(settings.STATE_DIR) / "static.fingerprint"
        wanted = _static_fingerprint()
        if mark.exists() and mark.read_text() == wanted:
            return
        self.stdout.write("Collecting static files …")
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(wanted)

    def _begin(self, *, demo: bool) -> None:
        if demo:
            self.stdout.write("Loading demo data …")
            load_demo_data()
        try:
            words = make_admin()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"\n{words}Both are kept in {settings.STATE_DIR / 'admin.txt'}.\n")


def _static_fingerprint() -> str:
    """Size and time are enough for a file of a package, which changes only with its version."""
    total = hashlib.sha256(str(settings.STATIC_ROOT).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            facts = Path(storage.path(path)).stat()
            total.update(f"{path} {facts.st_size} {facts.st_mtime_ns}\n".encode())
    return total.hexdigest()
