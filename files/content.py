"""What a file really is: told by its bytes, never by its name or by what the sender calls it."""

from typing import Final

import puremagic
from django.utils.translation import gettext as _

from files import kinds
from files.archives import kind_of_archive, looks_like_archive
from files.errors import FileRefusedError
from files.kinds import Kind
from files.plain_text import kind_of_text

HEAD: Final = 4096
FILM_BRANDS: Final = (b"iso", b"mp4", b"avc1", b"3gp", b"M4V", b"MSNV", b"dash", b"mmp4", b"f4v")
APPLE_PHOTO_BRANDS: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis")
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# A second opinion, for bytes that pretend to be two things at once.
DANGEROUS: Final = frozenset(
    {"exe", "dll", "elf", "html", "htm", "svg", "swf", "jar", "apk", "class", "lnk", "chm", "hta"}
)


def kind_of(content: bytes, *, name: str = "") -> Kind:
    """The kind of a file by its content; raise FileRefusedError, in words, for all that we do not take in."""
    if not content.strip(b"\0 \t\r\n"):
        raise FileRefusedError(_("This file is empty."))
    kind = _by_signature(content) or kind_of_text(content, name=name)
    if kind is None:
        raise FileRefusedError(
            _("Files of this kind are not accepted. Please send a photo, a PDF, a text or a short film.")
        )
    if kind.family in {"document", "video", "text"}:
        _check_is_nothing_else(content)
    return kind


def _by_signature(content: bytes) -> Kind | None:
    for signature, kind in _SIGNATURES:
        if content.startswith(signature):
            return kind
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return kinds.WEBP
    if content[4:8] == b"ftyp":
        return _by_brand(content[8:12])
    if content.startswith(b"PK"):
        return kind_of_archive(content)
    if content.startswith(OLD_OFFICE):
        raise FileRefusedError(_("Old Office files may carry programs. Please save it as PDF and send that."))
    return None


_SIGNATURES: Final = (
    (b"\xff\xd8\xff", kinds.JPEG),
    (b"\x89PNG\r\n\x1a\n", kinds.PNG),
    (b"GIF87a", kinds.GIF),
    (b"GIF89a", kinds.GIF),
    (b"%PDF-", kinds.PDF),
)


def _by_brand(brand: bytes) -> Kind | None:
    if brand.startswith(APPLE_PHOTO_BRANDS):
        raise FileRefusedError(_("Photos in the HEIC format cannot be shown here. Please send the photo as JPEG."))
    if brand == b"qt  ":
        return kinds.MOV
    return kinds.MP4 if brand.startswith(FILM_BRANDS) else None


def _check_is_nothing_else(content: bytes) -> None:
    if looks_like_archive(content) or _second_opinion(content[:HEAD]) & DANGEROUS:
        raise FileRefusedError(_("This file pretends to be two things at once and is not accepted."))


def _second_opinion(head: bytes) -> set[str]:
    try:
        return {match.extension.lstrip(".") for match in puremagic.magic_string(head) if match.confidence >= 0.8}  # noqa: PLR2004
    except (puremagic.PureError, ValueError):
        return set()
