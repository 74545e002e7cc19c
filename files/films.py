"""Short films keep their pictures and lose the place and phone they were taken with."""

from collections.abc import Iterator
from typing import Final

from django.utils.translation import gettext as _

from files.errors import FileRefusedError

HEADER: Final = 8
LARGE_HEADER: Final = 16
PARENTS: Final = frozenset({b"moov", b"trak"})
TELLTALES: Final = frozenset({b"udta", b"meta", b"uuid", b"XMP_"})
MOST_BOXES: Final = 10_000


def without_place(content: bytes) -> bytes:
    """The same film with its metadata blanked in place, so that no offset into the pictures moves."""
    film = bytearray(content)
    for boxes, (kind, start, end) in enumerate(_boxes(film, 0, len(film))):
        if boxes > MOST_BOXES:
            raise FileRefusedError(_("This film is damaged and cannot be played."))
        if kind in TELLTALES:
            film[start - 4 : start] = b"free"
            film[start:end] = bytes(end - start)
    return bytes(film)


def _boxes(film: bytearray, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    while start + HEADER <= end:
        size, kind = int.from_bytes(film[start : start + 4]), bytes(film[start + 4 : start + HEADER])
        body = start + HEADER
        if size == 1:
            size = int.from_bytes(film[body : start + LARGE_HEADER])
        size = size or end - start
        if size < HEADER or start + size > end:
            return
        yield kind, body, start + size
        if kind in PARENTS:
            yield from _boxes(film, body, start + size)
        start += size
