"""The one door through which every uploaded or mailed byte comes in, and through which it goes for good."""

import hashlib
from functools import partial
from io import BytesIO
from typing import IO

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.translation import gettext as _

from files.content import kind_of
from files.errors import FileRefusedError
from files.films import without_place
from files.images import redrawn
from files.kinds import Kind
from files.models import StoredFile
from files.naming import name_for
from files.plain_text import as_utf8
from files.scanning import check_harmless
from files.writing import write_bytes


def store_file(*, name: str, content: bytes | IO[bytes]) -> StoredFile:
    """Check, clean and keep a file; the caller hangs it on something. Raises FileRefused- or FilesUnavailableError."""
    given = _read(content)
    kind = kind_of(given, name=name)
    check_harmless(given)
    cleaned, kind = _cleaned(given, kind)
    # The bytes before the row: a row that anybody can see always has its bytes.
    key = write_bytes(BytesIO(cleaned))
    return StoredFile.objects.create(
        name=name_for(name, kind.extension),
        content_type=kind.content_type,
        size=len(cleaned),
        sha256=hashlib.sha256(cleaned).hexdigest(),
        key=key,
    )


@transaction.atomic
def erase_file(*, file: StoredFile) -> StoredFile:
    """Let go of the bytes for good; what the file was called, its size and its hash stay. Safe to repeat."""
    file = StoredFile.objects.select_for_update().get(pk=file.pk)
    if file.erased_at is None:
        file.erased_at = timezone.now()
        file.save(update_fields=["erased_at"])
    # After the commit: rolled back, the row would have lost its bytes. What a crash leaves, the clock finds.
    transaction.on_commit(partial(default_storage.delete, file.key))
    return file


def _read(content: bytes | IO[bytes]) -> bytes:
    most = settings.UPLOAD_MAX_BYTES
    given = content if isinstance(content, bytes) else content.read(most + 1)
    if len(given) > most:
        raise FileRefusedError(_("This file is larger than %(most)s.") % {"most": filesizeformat(most)})
    return given


def _cleaned(given: bytes, kind: Kind) -> tuple[bytes, Kind]:
    match kind.family:
        case "image":
            return redrawn(given, kind)
        case "video":
            return without_place(given), kind
        case "text":
            return as_utf8(given), kind
        case _:
            return given, kind
