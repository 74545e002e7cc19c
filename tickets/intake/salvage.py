"""As much of a quarantined mail as can be had, for a person who has decided that it matters."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import structlog
from django.utils.translation import gettext as _

from common.text import clean_line, clean_text
from mail.charsets import decode
from mail.errors import UnreadableMailError
from mail.heads import split_head
from mail.mime import ReceivedMail
from mail.models import IncomingMail
from mail.robots import Author
from tickets.intake.writing import report_in
from tickets.models import Source
from tickets.services.filing import Contact, NewAttachment, Words
from tickets.services.lines import UnitClaim

LONGEST_RAW: Final = 20_000

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Salvaged:
    """What the mail yields; an address only where it is beyond doubt."""

    words: Words
    subject: str
    address: str = ""
    name: str = ""
    language: str = "en"
    units: Sequence[UnitClaim] = ()
    attachments: Sequence[NewAttachment] = ()
    is_by_person: bool = False
    is_safety: bool = False
    source: Source = Source.MAIL

    @property
    def may_be_answered(self) -> bool:
        return bool(self.address) and self.is_by_person


def salvage(incoming: IncomingMail, *, language: str = "") -> Salvaged:
    """Read the mail like any other; where that fails, the beginning of its bare text."""
    try:
        received = ReceivedMail(
            bytes(incoming.raw), envelope_from=incoming.envelope_from, envelope_to=incoming.envelope_to
        )
        return _read(received, incoming, language)
    except UnreadableMailError:
        return _bare(incoming)


def _read(received: ReceivedMail, incoming: IncomingMail, language: str) -> Salvaged:
    try:
        address, name = received.sender.address, received.sender.name
    except UnreadableMailError:
        address, name = "", clean_line(received.sender_as_written, limit=150)
    contact = Contact(email=address, name=name, language=language or received.language or "en")
    report = report_in(received, incoming, contact=contact)
    return Salvaged(
        words=report.words,
        subject=report.subject,
        address=address,
        name=name,
        language=contact.language,
        units=report.units,
        attachments=report.attachments,
        is_by_person=received.author is Author.PERSON,
        is_safety=report.is_safety,
    )


def _bare(incoming: IncomingMail) -> Salvaged:
    head, body = split_head(bytes(incoming.raw), lenient=True)
    text = clean_text(decode(body[:LONGEST_RAW])) or _("(This mail had no text.)")
    return Salvaged(
        words=Words(text=text),
        subject=head.text("subject")[:200],
        name=clean_line(head.text("from"), limit=150),
    )
