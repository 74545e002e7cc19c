"""The outbox: what is owed is written in the transaction that owes it, and a worker is woken after the commit."""

import hmac
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from common.text import clean_line
from files.models import StoredFile
from mail.models import Delivery, OutgoingMail, RecipientRole
from mail.wakes import OUTBOX, wake


@dataclass(frozen=True)
class Recipient:
    address: str
    name: str = ""
    role: RecipientRole = RecipientRole.TO


@dataclass(frozen=True)
class Link:
    """A secret link to be filled in when the mail leaves: `path` holds `{secret}`."""

    scope: str
    nonce: str
    path: str


@dataclass(frozen=True)
class Letter:
    """What one mail says, to whom, and what it answers."""

    kind: str  # "tickets/number_assigned": the folder of its three templates
    topic: str
    to: Sequence[Recipient]
    language: str
    context: Mapping[str, object] = field(default_factory=dict)
    links: Mapping[str, Link] = field(default_factory=dict)
    attachments: Sequence[StoredFile] = ()
    answers: str = ""
    references: Sequence[str] = ()
    sender_name: str = ""
    is_automatic: bool = True


def queue_mail(letter: Letter) -> OutgoingMail:
    """Owe a mail; call inside the transaction of the change that owes it."""
    placeholders = {name: f"https://link.invalid/{secrets.token_hex(12)}/" for name in letter.links}
    subject, text, html = _render(letter, placeholders)
    mail = OutgoingMail.objects.create(
        kind=letter.kind,
        topic=letter.topic,
        language=letter.language,
        sender_name=clean_line(letter.sender_name or settings.PORTAL_NAME, limit=150),
        subject=clean_line(subject, limit=300),
        text=text,
        html=html,
        message_id=new_message_id(),
        in_reply_to=letter.answers[:250],
        references=" ".join(letter.references),
        is_automatic=letter.is_automatic,
        links={placeholders[n]: [link.scope, link.nonce, link.path] for n, link in letter.links.items()},
    )
    if letter.attachments:
        mail.attachments.set(letter.attachments)
    add_deliveries(mail, letter.to)
    return mail


def add_deliveries(mail: OutgoingMail, recipients: Iterable[Recipient]) -> None:
    """Owe a mail to these recipients, each address once, and wake a worker after the commit."""
    by_address = {recipient.address.lower(): recipient for recipient in recipients}
    Delivery.objects.bulk_create(
        Delivery(
            mail=mail,
            topic=mail.topic,
            address=address,
            name=clean_line(recipient.name, limit=150),
            role=recipient.role,
            is_automatic=mail.is_automatic,
        )
        for address, recipient in by_address.items()
    )
    transaction.on_commit(partial(wake, OUTBOX), robust=True)


def new_message_id() -> str:
    """An id that only we can have made, so that an answer to it finds its case and a guess does not."""
    local = secrets.token_hex(8)
    return f"<{local}.{_seal(local)}@{_domain()}>"


def is_ours(message_id: str) -> bool:
    """Whether we made this Message-ID: the key decides, not the look of it."""
    local, _, rest = message_id.strip().removeprefix("<").partition(".")
    return hmac.compare_digest(rest.partition("@")[0].encode(), _seal(local).encode())


def _seal(local: str) -> str:
    return hmac.new(settings.LINK_KEY.encode(), f"message-id:{local}".encode(), sha256).hexdigest()[:24]


def _domain() -> str:
    return settings.SUPPORT_EMAIL.rpartition("@")[2] or "localhost"


def _render(letter: Letter, placeholders: Mapping[str, str]) -> tuple[str, str, str]:
    context = {
        **letter.context,
        **placeholders,
        "BRAND_NAME": settings.BRAND_NAME,
        "BRAND_ADDRESS": settings.BRAND_ADDRESS,
        "SUPPORT_EMAIL": settings.SUPPORT_EMAIL,
        "PORTAL_NAME": settings.PORTAL_NAME,
        "privacy_link": f"{settings.PORTAL_BASE_URL}/privacy/",
        "language": letter.language,
    }
    with translation.override(letter.language):
        subject, text, html = (
            render_to_string(f"emails/{letter.kind}/{part}", context)
            for part in ("subject.txt", "body.txt", "body.html")
        )
    return subject, text.strip() + "\n", html
