"""The kinds of files that are taken in; whatever is not in this list is refused."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Kind:
    """What a file is, by its content: `family` says how it is treated."""

    content_type: str
    extension: str
    family: str


JPEG: Final = Kind("image/jpeg", "jpg", "image")
PNG: Final = Kind("image/png", "png", "image")
GIF: Final = Kind("image/gif", "gif", "image")
WEBP: Final = Kind("image/webp", "webp", "image")
PDF: Final = Kind("application/pdf", "pdf", "document")
DOCX: Final = Kind("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx", "office")
XLSX: Final = Kind("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "office")
ODT: Final = Kind("application/vnd.oasis.opendocument.text", "odt", "office")
ODS: Final = Kind("application/vnd.oasis.opendocument.spreadsheet", "ods", "office")
MP4: Final = Kind("video/mp4", "mp4", "video")
MOV: Final = Kind("video/quicktime", "mov", "video")
TEXT: Final = Kind("text/plain", "txt", "text")
LOG: Final = Kind("text/plain", "log", "text")
CSV: Final = Kind("text/csv", "csv", "text")
JSON: Final = Kind("text/plain", "json", "text")

OPEN_DOCUMENTS: Final = {kind.content_type.encode(): kind for kind in (ODT, ODS)}
OFFICE_FOLDERS: Final = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
TEXTS: Final = {"log": LOG, "csv": CSV, "json": JSON}
