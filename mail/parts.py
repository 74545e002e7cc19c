"""The parts of a mail, taken apart by ourselves: the bytes decide, and there are bounds for everything."""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from typing import Final

from common.text import clean_line
from mail.errors import UnreadableMailError
from mail.heads import LONGEST_TEXT, Head, decode_words, split_head
from mail.reasons import DEEP, MANY_PARTS

MOST_PARTS: Final = 200
DEEPEST: Final = 15
NOT_BASE64: Final = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))
TYPE: Final = re.compile(r"[a-z0-9][\w.+-]{0,60}/[a-z0-9][\w.+-]{0,80}")


@dataclass(frozen=True)
class Part:
    """One leaf: what it says it is, and its bytes, decoded when asked for."""

    head: Head
    content_type: str
    charset: str
    name: str
    is_attached: bool
    is_forwarded: bool  # inside a mail that is inside this one
    body: bytes

    @property
    def content(self) -> bytes:
        return _decoded(self.body, self.head.plain("content-transfer-encoding"))

    @property
    def is_text(self) -> bool:
        return self.content_type.startswith("text/") and not self.is_attached


@dataclass
class _Count:
    parts: int = 0

    def one_more(self) -> None:
        self.parts += 1
        if self.parts > MOST_PARTS:
            raise UnreadableMailError(MANY_PARTS)


@dataclass(frozen=True)
class _Place:
    depth: int = 0
    is_forwarded: bool = False
    count: _Count = field(default_factory=_Count)

    def below(self, *, forwarded: bool = False) -> "_Place":
        if self.depth >= DEEPEST:
            raise UnreadableMailError(DEEP)
        return _Place(self.depth + 1, self.is_forwarded or forwarded, self.count)


def parts_of(head: Head, body: bytes) -> Iterator[Part]:
    """All leaves in their order; raise UnreadableMailError for a bomb."""
    return _walk(head, body, _Place())


def _walk(head: Head, body: bytes, place: _Place) -> Iterator[Part]:
    place.count.one_more()
    part = _leaf(head, body, place)
    boundary = _parameter(head, "content-type", "boundary")
    if part.content_type.startswith("multipart/") and boundary:
        for piece in _pieces(body, boundary, place.count):
            yield from _walk(*split_head(piece), place.below())
        return
    yield part
    if part.content_type in {"message/rfc822", "message/global"}:
        yield from _walk(*split_head(part.content), place.below(forwarded=True))


def _pieces(body: bytes, boundary: str, count: _Count) -> Iterator[bytes]:
    mark = re.escape(boundary.encode("utf-8", "replace"))
    line = re.compile(rb"(?:\A|(?<=\n))--" + mark + rb"(--)?[ \t]*(?:\r?\n|\Z)")
    start = None
    for match in line.finditer(body):
        if start is not None:
            yield body[start : match.start()].removesuffix(b"\n").removesuffix(b"\r")
        if match[1]:
            return
        start = match.end()
    if start is not None:  # the closing line was cut off
        yield body[start:]
    elif body.strip():  # the boundary stands nowhere
        yield b"\n" + body


def _leaf(head: Head, body: bytes, place: _Place) -> Part:
    declared = head.plain("content-type").partition(";")[0].strip().lower()
    disposition = head.plain("content-disposition").partition(";")[0].strip().lower()
    name = _parameter(head, "content-disposition", "filename") or _parameter(head, "content-type", "name")
    return Part(
        head=head,
        content_type=declared if TYPE.fullmatch(declared) else "text/plain",
        charset=_parameter(head, "content-type", "charset"),
        name=clean_line(decode_words(name), limit=200),
        is_attached=disposition == "attachment" or bool(name),
        is_forwarded=place.is_forwarded,
        body=body,
    )


def _parameter(head: Head, field_name: str, name: str) -> str:
    value = head.plain(field_name)[: LONGEST_TEXT // 2]
    if ";" not in value:
        return ""
    message = Message()
    try:
        # The library knows RFC 2231; it gets a short, clean line, because on long ones it takes quadratic time.
        message[field_name] = value
        found = message.get_param(name, header=field_name)
        text = str(found[2]) if isinstance(found, tuple) and not found[0] else _collapsed(message, name, field_name)
    except Exception:
        return ""
    return text.strip()


def _collapsed(message: Message, name: str, field_name: str) -> str:
    found = message.get_param(name, header=field_name)
    if isinstance(found, tuple):
        charset, _language, text = found
        return str(text).encode("latin-1", "replace").decode(charset or "utf-8", "replace")
    return str(found or "")


def _decoded(body: bytes, encoding: str) -> bytes:
    match encoding.strip().lower():
        case "base64":
            letters = body.translate(None, NOT_BASE64)
            letters = letters[: len(letters) - (len(letters) % 4 == 1)]
            return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4))
        case "quoted-printable":
            return binascii.a2b_qp(body)
    return body
