"""The bytes of a file on their way into the storage."""

import uuid
from typing import IO

import structlog
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.translation import gettext as _

from files.errors import FilesUnavailableError

log = structlog.get_logger(__name__)


def write_bytes(content: IO[bytes]) -> str:
    """Keep them under a key of their own, which is returned; raises FilesUnavailableError."""
    key = f"{timezone.now():%Y/%m/%d}/{uuid.uuid4().hex}"
    content.seek(0)
    try:
        default_storage.save(key, File(content))
    except Exception as error:  # each storage has errors of its own
        log.exception("file_not_written")
        raise FilesUnavailableError(
            _("The file cannot be kept right now. Please try again in a few minutes.")
        ) from error
    return key
