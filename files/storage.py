"""The folder that files lie in when there is no bucket."""

import os
from pathlib import Path

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage


class DurableFileSystemStorage(FileSystemStorage):
    """Keeps a file through a power cut: a row that names it may be committed as soon as `save` returns."""

    def _save(self, name: str, content: File) -> str:  # type: ignore[type-arg]
        kept: str = super()._save(name, content)  # type: ignore[misc]
        path = Path(self.path(kept))
        for place in (path, path.parent):
            descriptor = os.open(place, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
        return kept
