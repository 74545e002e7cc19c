"""From a received mail to what the services of the case take: words, files, units, a new report."""

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from mail.mime import ReceivedMail
from mail.models import IncomingMail
from mail.robots import Author
from tickets.intake.dangers import speaks_of_danger
from tickets.intake.enclosures import store_enclosures
from tickets.models import Source, Ticket
from tickets.services.conversation import CustomerWords
from tickets.services.filing import Contact, Filing, NewAttachment, Words
from tickets.services.serials import serials_said, unit_of

LANGUAGE_BY_COUNTRY: Final = {"fr": "fr", "be": "fr", "se": "sv"}
TOKEN: Final = re.compile(r"\s*\[RMA[\s#:]*\d{3}-?\d{3}-?\d{4}\]\s*", re.IGNORECASE)
PREFIXES: Final = re.compile(r"^(?:\s*(?:re|sv|aw|vs|tr|fwd?|vb|wg|rif)\s*:)+\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Habits:
    """What we know of a sender from their earlier cases."""

    language: str = ""
    cases_by_mail_this_hour: int = 0


def habits_of(address: str) -> Habits:
    recent = list(
        Ticket.objects.filter(email=address).order_by("-id").values_list("language", "source", "created_at")[:50]
    )
    hour_ago = timezone.now() - timedelta(hours=1)
    count = sum(source == Source.MAIL and created_at > hour_ago for _, source, created_at in recent)
    return Habits(language=recent[0][0] if recent else "", cases_by_mail_this_hour=count)


def language_of(received: ReceivedMail, address: str, habits: Habits) -> str:
    """By the text, then by the sender's last case, then by the country in the address."""
    country = address.rpartition(".")[2]
    return received.language or habits.language or LANGUAGE_BY_COUNTRY.get(country, "en")


def report_in(received: ReceivedMail, incoming: IncomingMail, *, contact: Contact) -> Filing:
    """The mail as the report that opens a case."""
    with translation.override(contact.language):
        words, attachments = _words_and_files(received)
    found = serials_said(received.subject, *received.words, names=[file.name for file in received.files])
    return Filing(
        source=Source.MAIL,
        contact=contact,
        words=words,
        subject=PREFIXES.sub("", TOKEN.sub(" ", received.subject)).strip(),
        units=[unit_of(serial) for serial in found],
        attachments=attachments,
        incoming=incoming,
        is_automatic=received.author is not Author.PERSON,
        is_safety=speaks_of_danger(f"{received.subject}\n{received.words[0]}"),
    )


def words_in(
    received: ReceivedMail, incoming: IncomingMail, *, language: str, wants_proof: bool = False
) -> CustomerWords:
    """The mail as a message in a case that stands already."""
    with translation.override(language):
        words, attachments = _words_and_files(received, wants_proof=wants_proof)
    sender = received.sender
    return CustomerWords(
        words=words,
        name=sender.name,
        email=sender.address,
        attachments=attachments,
        incoming=incoming,
        is_automatic=received.author is not Author.PERSON,
    )


def _words_and_files(received: ReceivedMail, *, wants_proof: bool = False) -> tuple[Words, list[NewAttachment]]:
    new, rest = received.words
    attachments, refused = store_enclosures(received.files, wants_proof=wants_proof)
    text = new or received.subject or _("(This mail had no text.)")
    return Words(text="\n\n".join(filter(None, [text, refused])), quoted=rest, html=received.html), attachments
