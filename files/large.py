"""Files too large for memory, which we only read by ourselves: kept as they are, piece by piece."""

import hashlib
from typing import IO, Final

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _

from files.errors import FileRefusedError
from files.kinds import CSV, XLSX
from files.models import StoredFile
from files.naming import name_for
from files.scanning import check_harmless
from files.writing import write_bytes

CHUNK: Final = 1 << 20
ZIP: Final = b"PK"


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
    key = write_bytes(content)
    return StoredFile.objects.create(
        name=name_for(name, kind.extension), content_type=kind.content_type, size=size, sha256=_hash(content), key=key
    )


def _hash(content: IO[bytes]) -> str:
    content.seek(0)
    digest = hashlib.sha256()
    while chunk := content.read(CHUNK):
        digest.update(chunk)
    return digest.hexdigest()
