"""The head of a mail or of one of its parts, read from the bytes within fixed bounds."""

import binascii
import re
from dataclasses import dataclass
from typing import Final

from common.text import clean_line
from mail.charsets import decode
from mail.errors import UnreadableMailError
from mail.reasons import LONG_HEAD

MOST_BYTES: Final = 256 * 1024
MOST_FIELDS: Final = 1_000
LONGEST_TEXT: Final = 4_000
FIELD: Final = re.compile(rb"([!-9;-~]{1,100})[ \t]*:(.*)", re.DOTALL)
WORD: Final = r"=\?([\w.:+-]{1,40})(?:\*[\w-]{0,20})?\?([bBqQ])\?([^?\s]{0,3000})\?="
ENCODED_WORD: Final = re.compile(WORD)
ENCODED_RUN: Final = re.compile(rf"{WORD}(?:\s*{WORD})*")


@dataclass(frozen=True)
class Head:
    """The fields in their order; names in lower case, values unfolded and still as bytes."""

    fields: tuple[tuple[str, bytes], ...] = ()

    def all(self, name: str) -> list[bytes]:
        return [value for field, value in self.fields if field == name]

    def has(self, *names: str) -> bool:
        return any(field in names for field, _ in self.fields)

    def plain(self, name: str) -> str:
        """The first value of this name, as it stands there."""
        values = self.all(name)
        return decode(values[0][:LONGEST_TEXT]) if values else ""

    def text(self, name: str) -> str:
        """The first value of this name, as a person reads it."""
        return clean_line(decode_words(self.plain(name)), limit=LONGEST_TEXT)


def split_head(mail: bytes, *, lenient: bool = False) -> tuple[Head, bytes]:
    """The head and the rest; raise UnreadableMailError for a bomb, or read only its beginning when lenient."""
    lines, rest = _lines(mail)
    if not lenient and (lines is None or len(lines) > MOST_FIELDS):
        raise UnreadableMailError(LONG_HEAD)
    if lines is None:
        return Head(), mail
    fields = [FIELD.fullmatch(line) for line in lines[:MOST_FIELDS]]
    found = tuple((f[1].decode("ascii").lower(), b" ".join(f[2].split())) for f in fields if f)
    if not found and lines:
        return Head(), mail
    return Head(found), rest


def _lines(mail: bytes) -> tuple[list[bytes] | None, bytes]:
    """The unfolded lines of the head, None where it does not end within bounds, and what follows it."""
    if mail.startswith((b"\n", b"\r\n")):
        return [], mail.removeprefix(b"\r").removeprefix(b"\n")
    end = re.search(rb"\r?\n\r?\n", mail[: MOST_BYTES + 4])
    if end is None and len(mail) > MOST_BYTES:
        return None, b""
    block = (mail[: end.start()] if end else mail).replace(b"\r\n", b"\n")
    unfolded = re.sub(rb"\n[ \t]+", b" ", block)
    lines = unfolded.split(b"\n")
    if lines[0].startswith(b"From "):  # a pipe's mbox line
        del lines[0]
    return lines, mail[end.end() :] if end else b""


def decode_words(text: str) -> str:
    """Encoded words made readable; what is broken stays as it is."""
    return ENCODED_RUN.sub(_run, text[:LONGEST_TEXT])


def _run(match: re.Match[str]) -> str:
    # Mailers cut words in the middle of a character: the bytes of neighbours are joined before they are decoded.
    joined: list[tuple[str, bytes]] = []
    for charset, kind, content in ENCODED_WORD.findall(match[0]):
        try:
            raw = _unwrapped(kind.lower(), content.encode("ascii"))
        except (ValueError, binascii.Error):
            return match[0]
        if content and not raw:
            return match[0]
        if joined and joined[-1][0] == charset.lower():
            joined[-1] = (joined[-1][0], joined[-1][1] + raw)
        else:
            joined.append((charset.lower(), raw))
    return "".join(decode(raw, charset) for charset, raw in joined)


def _unwrapped(kind: str, content: bytes) -> bytes:
    if kind == "b":
        return binascii.a2b_base64(content + b"=" * (-len(content) % 4))
    return binascii.a2b_qp(content, header=True)
