"""Files too large for memory, which we only read by ourselves: kept as they are, piece by piece."""

import hashlib
import uuid
from typing import IO, Final

import structlog
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from files.errors import FileRefusedError, FilesUnavailableError
from files.kinds import CSV, XLSX
from files.models import StoredFile
from files.naming import name_for
from files.scanning import check_harmless

CHUNK: Final = 1 << 20
ZIP: Final = b"PK"

log = structlog.get_logger(__name__)


def store_table(*, name: str, content: IO[bytes], most_bytes: int) -> StoredFile:
    """Keep a table of any size for our own reading; nothing is said about what stands in it.

    Raises FileRefused- or FilesUnavailableError.
    """
    kind = XLSX if content.read(len(ZIP)) == ZIP else CSV
    size = content.seek(0, 2)
    if size > most_bytes:
        raise FileRefusedError(_("This file is larger than %(most)s.") % {"most": filesizeformat(most_bytes)})
    content.seek(0)
    check_harmless(content)
    key = f"{timezone.now():%Y/%m/%d}/{uuid.uuid4().hex}"
    _write(key, content)
    return StoredFile.objects.create(
        name=name_for(name, kind.extension), content_type=kind.content_type, size=size, sha256=_hash(content), key=key
    )


def _hash(content: IO[bytes]) -> str:
    content.seek(0)
    digest = hashlib.sha256()
    while chunk := content.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()


def _write(key: str, content: IO[bytes]) -> None:
    content.seek(0)
    try:
        default_storage.save(key, File(content))
    except Exception as error:  # each storage has errors of its own
        log.exception("file_not_written")
        raise FilesUnavailableError(
            _("The file cannot be kept right now. Please try again in a few minutes.")
        ) from error
