"""Serials on the photo of a plate, as its bar and QR codes tell them; in bounded time and memory."""

from collections.abc import Iterator
from io import BytesIO
from typing import Final

import structlog
import zxingcpp
from PIL import Image

from warranty.serials import find_serials_in_code

LONGEST_SIDE: Final = 4096
MOST_PIXELS: Final = 40_000_000
# A code that lies askew is found by turning a smaller picture of it.
LONGEST_SIDE_TURNED: Final = 2000
TURN: Final = 45

log = structlog.get_logger(__name__)


def serials_in_picture(content: bytes) -> list[str]:
    """The serials in the codes of this picture, each once; none for a broken picture or one without codes."""
    try:
        with Image.open(BytesIO(content)) as source:
            if source.width * source.height > MOST_PIXELS:
                return []
            source.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
            picture = source.convert("L")
        picture.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
        return next(filter(None, map(_serials, _views(picture))), [])
    except Exception as error:  # the decoders raise whatever they meet
        log.info("picture_not_read", error=repr(error)[:200])
        return []


def _views(picture: Image.Image) -> Iterator[Image.Image]:
    yield picture
    smaller = picture.copy()
    smaller.thumbnail((LONGEST_SIDE_TURNED, LONGEST_SIDE_TURNED))
    yield smaller.rotate(TURN, expand=True, fillcolor=255)


def _serials(picture: Image.Image) -> list[str]:
    found = (code.text for code in zxingcpp.read_barcodes(picture) if code.valid)
    return list(dict.fromkeys(serial for text in found for serial in find_serials_in_code(text)))
