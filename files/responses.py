"""A stored file goes out: as a download that no browser runs, draws or keeps."""

import structlog
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from files.errors import FileErasedError
from files.models import StoredFile

log = structlog.get_logger(__name__)


def serve(file: StoredFile, *, inline: bool = False) -> FileResponse:
    """The file's bytes, for somebody who may see them; inline only pictures that we drew ourselves.

    Raises FileErasedError for one that is kept no longer.
    """
    if file.erased_at is not None:
        raise FileErasedError(_("This file is not kept any more: the time for which we needed it is over."))
    try:
        content = default_storage.open(file.key)
    except OSError as error:
        log.exception("file_bytes_missing", file=str(file.pk))
        raise Http404(_("This file cannot be found any more.")) from error
    response = FileResponse(content, content_type=_content_type(file))
    shown = inline and file.is_image
    response["Content-Disposition"] = content_disposition_header(not shown, file.name) or "attachment"
    response["Content-Length"] = str(file.size)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def _content_type(file: StoredFile) -> str:
    return f"{file.content_type}; charset=utf-8" if file.content_type.startswith("text/") else file.content_type
