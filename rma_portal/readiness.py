"""What must work before we take visitors: each check answers in words what is wrong, or nothing, within seconds."""

import os
import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Final

import redis
import structlog
from django.apps import apps
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.storage.filesystem import FileSystemStorage
from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from mail import channel
from mail.models import Delivery, IncomingMail
from rma_portal import heartbeat

log = structlog.get_logger(__name__)
SECONDS: Final = 2
TOO_OLD: Final = timedelta(minutes=5)
LEAST_FREE_BYTES: Final = 50_000_000

Complaints = dict[str, str]


def complaints() -> Complaints:
    """Every check with what is wrong; an empty text is a good one."""
    found = {"database": "", "migrations": "", "outbox": "", "intake": "", **_outside_the_database()}
    try:
        found |= _inside_the_database()
    except Error:
        log.exception("database_not_ready")
        found["database"] = _("The database does not answer.")
        connection.close()
    return found


def _inside_the_database() -> Complaints:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"SET LOCAL statement_timeout = {SECONDS * 1000}")
        if missing := _missing_migrations():
            return {"migrations": missing}
        return {"outbox": _stuck_outbox(), "intake": _stuck_intake()}


def _outside_the_database() -> Complaints:
    checks: dict[str, tuple[Callable[[], str], str]] = {
        "redis": (_redis, _("Redis does not take anything.")),
        "beat": (heartbeat.complaint, ""),
        "storage": (_storage, _("Files cannot be written.")),
    }
    return {name: _asked(name, *check) for name, check in checks.items()}


def _asked(name: str, check: Callable[[], str], otherwise: str) -> str:
    try:
        return check()
    except Exception:  # each backend has errors of its own, and none may hide the other answers
        log.exception("not_ready", check=name)
        return otherwise


def _redis() -> str:
    with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS) as client:
        client.set("portal:ready", 1, ex=60)
    return ""


def _storage() -> str:
    """A bucket is not asked: its answer may take long, and what cannot be kept is refused with a word at the form."""
    if not isinstance(default_storage, FileSystemStorage):
        return ""
    folder = Path(default_storage.location)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as probe:
        probe.write(bytes(4096))
        probe.flush()
    return _("The disk for files is almost full.") if _free_bytes(folder) < LEAST_FREE_BYTES else ""


def _free_bytes(folder: Path) -> int:
    facts = os.statvfs(folder)
    return facts.f_bavail * facts.f_frsize


@cache
def _migrations_of_this_code() -> frozenset[tuple[str, str]]:
    """By the names of their files: importing them would take longer than all checks together."""
    found = set()
    for app in apps.get_app_configs():
        folder = Path(app.path) / "migrations"
        found |= {(app.label, path.stem) for path in folder.glob("[!_]*.py")}
    return frozenset(found)


def _missing_migrations() -> str:
    if _migrations_of_this_code() <= _applied_migrations():
        return ""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return _("%(count)d migrations have not been run.") % {"count": len(plan)} if plan else ""


def _applied_migrations() -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('django_migrations')")
        if cursor.fetchone()[0] is None:
            return set()
        cursor.execute("SELECT app, name FROM django_migrations")
        return set(cursor.fetchall())


def _stuck_outbox() -> str:
    if channel.trouble():
        return _("The mail server does not let us in; the log says what it answered.")
    at = timezone.now() - TOO_OLD
    if Delivery.objects.claimable(at=at).filter(created_at__lt=at).exists():
        return _("Outgoing mail has been due for more than five minutes.")
    return ""


def _stuck_intake() -> str:
    if IncomingMail.objects.unsorted().filter(received_at__lt=timezone.now() - TOO_OLD).exists():
        return _("Incoming mail has waited for more than five minutes.")
    return ""
