"""Photos are drawn anew: no place, camera, thumbnail or hidden second file of the original survives."""

from io import BytesIO
from threading import BoundedSemaphore
from typing import Final

from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from files import kinds
from files.errors import FileRefusedError
from files.kinds import Kind

LONGEST_SIDE: Final = 4096
MOST_PIXELS: Final = 36_000_000
MOST_JPEG_PIXELS: Final = 110_000_000  # drawn at half size or less while it is unpacked
QUALITY: Final = 86
FORMATS: Final = {kinds.JPEG: "JPEG", kinds.PNG: "PNG", kinds.GIF: "GIF", kinds.WEBP: "WEBP"}
# A large photo takes hundreds of megabytes while it is drawn: a few at a time, the others wait a moment.
DRAWING: Final = BoundedSemaphore(2)


def redrawn(content: bytes, kind: Kind) -> tuple[bytes, Kind]:
    """The picture upright, at most 4096 pixels a side, its first frame only; FileRefusedError for a broken one."""
    with DRAWING:
        try:
            return _redraw(content, kind)
        except FileRefusedError:
            raise
        except Exception as error:  # the decoders raise whatever they meet
            raise FileRefusedError(
                _("This picture is damaged and cannot be shown. Please send another one.")
            ) from error


def _redraw(content: bytes, kind: Kind) -> tuple[bytes, Kind]:
    with Image.open(BytesIO(content), formats=[FORMATS[kind]]) as source:
        if source.width * source.height > (MOST_JPEG_PIXELS if kind is kinds.JPEG else MOST_PIXELS):
            raise FileRefusedError(_("This picture is too large. Please send it with fewer pixels."))
        source.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(source)
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        is_photo = kind is kinds.JPEG or (kind is kinds.WEBP and not upright.has_transparency_data)
        return (_as_jpeg(upright), kinds.JPEG) if is_photo else (_as_png(upright), kinds.PNG)


def _as_jpeg(picture: Image.Image) -> bytes:
    out = BytesIO()
    _bare(picture.convert("RGB")).save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _as_png(picture: Image.Image) -> bytes:
    out = BytesIO()
    _bare(picture.convert("RGBA" if picture.has_transparency_data else "RGB")).save(out, "PNG")
    return out.getvalue()


def _bare(picture: Image.Image) -> Image.Image:
    """Pixels alone: whatever else the file said stays behind."""
    picture.info.clear()
    return picture
