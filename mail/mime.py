"""A raw mail taken apart: who, what, which files, and whether a machine wrote it; in bounded time and memory."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from common.text import clean_text
from mail.addresses import Mailbox, read_mailboxes
from mail.bounces import Bounce, read_bounce
from mail.charsets import decode
from mail.errors import UnreadableMailError
from mail.heads import split_head
from mail.html import clean_html, html_to_text
from mail.languages import guess_language
from mail.parts import Part, parts_of
from mail.quoting import split_quoted
from mail.reasons import EMPTY, NO_SENDER, ODD_SENDER, SEVERAL_SENDERS, TOO_LARGE
from mail.robots import Author, author_of

LARGEST: Final = 40 * 1024 * 1024
LONGEST_TEXT: Final = 100_000
MOST_ANSWERED: Final = 30
MESSAGE_ID: Final = re.compile(rb"<[!-;=?-~]{1,250}>")
EXTENSIONS: Final = {
    "message/rfc822": "eml",
    "text/calendar": "ics",
    "application/ms-tnef": "dat",
    "text/html": "html",
    "text/plain": "txt",
    "application/pdf": "pdf",
}


@dataclass(frozen=True)
class MailFile:
    name: str
    content: bytes


class ReceivedMail:
    """A mail that came in; each of its sides is worked out when somebody asks for it."""

    def __init__(self, raw: bytes, *, envelope_from: str = "", envelope_to: str = "") -> None:
        if len(raw) > LARGEST:
            raise UnreadableMailError(TOO_LARGE)
        if not raw.strip():
            raise UnreadableMailError(EMPTY)
        self.envelope_from, self.envelope_to = envelope_from, envelope_to
        self.head, body = split_head(raw.lstrip(b"\r\n"))
        self.parts: list[Part] = list(parts_of(self.head, body))

    @cached_property
    def sender(self) -> Mailbox:
        """The one who wrote; raise UnreadableMailError where that is open to doubt."""
        values = self.head.all("from")
        boxes = read_mailboxes(values[0]) if len(values) == 1 else []
        if len(values) > 1 or (boxes and len(boxes) > 1):
            raise UnreadableMailError(SEVERAL_SENDERS)
        if boxes is None:
            raise UnreadableMailError(ODD_SENDER)
        if not boxes:
            raise UnreadableMailError(NO_SENDER)
        return boxes[0]

    @property
    def sender_as_written(self) -> str:
        return self.head.text("from")[:320]

    @property
    def subject(self) -> str:
        return self.head.text("subject")[:300]

    @cached_property
    def author(self) -> Author:
        return author_of(self.head, envelope_from=self.envelope_from, sender=self._address_if_any)

    @cached_property
    def bounce(self) -> Bounce | None:
        return read_bounce(
            self.head,
            self.parts,
            envelope_to=self.envelope_to,
            envelope_from=self.envelope_from,
            sender=self._address_if_any,
        )

    @cached_property
    def answered(self) -> list[str]:
        """The Message-IDs that this mail answers, the newest first."""
        replies = [found for value in self.head.all("in-reply-to") for found in MESSAGE_ID.findall(value)]
        references = [found for value in self.head.all("references") for found in MESSAGE_ID.findall(value)]
        newest_first = [*replies, *reversed(references)]
        return [found.decode("ascii") for found in dict.fromkeys(newest_first)][:MOST_ANSWERED]

    @cached_property
    def whole_text(self) -> str:
        """What a person reads in it, quoted text included."""
        return _text_of([part for part in self.parts if part.is_text and not part.is_forwarded])

    @cached_property
    def words(self) -> tuple[str, str]:
        """The new text, and the rest: what it quotes, its signature, the text of mails inside it."""
        new, rest = split_quoted(self.whole_text)
        forwarded = _text_of([part for part in self.parts if part.is_text and part.is_forwarded])
        return new, clean_text("\n\n".join(filter(None, [rest, forwarded])), limit=LONGEST_TEXT)

    @cached_property
    def html(self) -> str:
        """Clean HTML for viewing, where the mail had some."""
        shown = [p for p in self.parts if p.is_text and p.content_type == "text/html" and not p.is_forwarded]
        return "".join(clean_html(decode(part.content, part.charset)) for part in shown[:3])

    @cached_property
    def files(self) -> list[MailFile]:
        """Everything that is not the text itself, also from inside forwarded mails."""
        shown = {"text/plain", "text/html"}
        found = [part for part in self.parts if part.body.strip() and not (part.is_text and part.content_type in shown)]
        return [MailFile(_name_of(part, number), part.content) for number, part in enumerate(found, start=1)]

    @cached_property
    def language(self) -> str:
        """“en”, “fr” or “sv”; empty when the text does not say."""
        return guess_language(self.words[0]) or guess_language(f"{self.subject} {self.words[1]}")

    @cached_property
    def _address_if_any(self) -> str:
        try:
            return self.sender.address
        except UnreadableMailError:
            return ""


def _text_of(parts: Sequence[Part]) -> str:
    plain = _joined(decode(p.content[: 4 * LONGEST_TEXT], p.charset) for p in parts if p.content_type != "text/html")
    if plain:
        return plain
    return _joined(html_to_text(decode(p.content, p.charset)) for p in parts if p.content_type == "text/html")


def _joined(texts: Iterable[str]) -> str:
    return clean_text("\n\n".join(text.strip("\n") for text in texts if text.strip()), limit=LONGEST_TEXT)


def _name_of(part: Part, number: int) -> str:
    if part.name:
        return part.name
    kind, _, subkind = part.content_type.partition("/")
    extension = EXTENSIONS.get(part.content_type, subkind if kind == "image" else "bin")
    return f"attachment-{number}.{extension}"
