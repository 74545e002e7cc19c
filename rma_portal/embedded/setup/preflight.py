"""What can be said before anything is started: a taken port, a full disk."""

import os
import shutil
from pathlib import Path

from rma_portal.embedded.environment import Environment
from rma_portal.embedded.errors import SetupError
from rma_portal.embedded.ports import require_free

MEGABYTE = 1024 * 1024
NEEDED_FOR_PACKAGES_MB = 700
NEEDED_TO_RUN_MB = 150


def require_ports(environment: Environment) -> None:
    web, smtp = environment.port("PORT", 8000), environment.port("PORTAL_SMTP_PORT", 8025)
    web_host = environment.text("PORTAL_BIND", "127.0.0.1")
    require_free(web, host=web_host, setting="PORT", purpose="the web pages", reserved=smtp)
    smtp_host = environment.text("PORTAL_SMTP_HOST", "127.0.0.1")
    require_free(smtp, host=smtp_host, setting="PORTAL_SMTP_PORT", purpose="incoming mail", reserved=web)
    if web == smtp:
        raise SetupError(f"PORT and PORTAL_SMTP_PORT are both {web}; give them different numbers.")


def require_room(folder: Path, needed_mb: int) -> None:
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    free_mb = shutil.disk_usage(existing).free // MEGABYTE
    if free_mb < needed_mb:
        raise SetupError(
            f"The disk is full: {free_mb} MB are free at {existing}, and {needed_mb} MB are needed. "
            "Make room and start again."
        )


def require_writable(folder: Path) -> None:
    existing = next(parent for parent in (folder, *folder.parents) if parent.exists())
    if not existing.is_dir():
        raise SetupError(f"{existing} is a file, and a folder is needed there.")
    if not os.access(existing, os.W_OK | os.X_OK):
        raise SetupError(f"{existing} is not writable for you. Choose a state folder with PORTAL_STATE, or its owner.")
