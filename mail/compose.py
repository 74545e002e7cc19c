"""From the row to the message that leaves: links filled in, files attached, headers set."""

import re
from collections.abc import Iterable
from email.utils import formataddr, formatdate
from typing import Final

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.mail import EmailMultiAlternatives

from common.links import secret_for
from common.text import clean_line
from mail.bounce_addresses import bounce_address
from mail.models import Delivery, OutgoingMail, RecipientRole

LOOP_HEADER: Final = "X-RMA-Portal-Loop"
MESSAGE_ID: Final = re.compile(r"<[!-;=?-~]{1,240}>")
MOST_REFERENCES: Final = 12


class Envelope(EmailMultiAlternatives):
    """One copy of a mail, for one recipient, whoever else its head names."""

    addressee: str = ""

    def recipients(self) -> list[str]:
        return [self.addressee]


def compose(delivery: Delivery) -> Envelope:
    """The message as this recipient gets it; raises when the row cannot be made into one."""
    mail = delivery.mail
    links = {mark: link_address(*link) for mark, link in mail.links.items()}
    message = Envelope(
        subject=clean_line(mail.subject, limit=300),
        body=_filled(mail.text, links),
        from_email=bounce_address(delivery.pk),
        headers=_headers(mail, str(mail.created_at.timestamp())),
    )
    message.addressee = delivery.address
    message.to = _mailboxes(mail.deliveries.all(), RecipientRole.TO)
    message.cc = _mailboxes(mail.deliveries.all(), RecipientRole.CC)
    if mail.html:
        message.attach_alternative(_filled(mail.html, links), "text/html")
    for file in mail.attachments.all():
        with default_storage.open(file.key) as content:
            message.attach(file.name, content.read(), file.content_type)
    return message


def link_address(scope: str, nonce: str, path: str) -> str:
    """The whole address of a secret link, as only its reader may see it."""
    return str(settings.PORTAL_BASE_URL) + path.format(secret=secret_for(scope, nonce))


def _filled(text: str, links: dict[str, str]) -> str:
    for mark, address in links.items():
        text = text.replace(mark, address)
    return text


def _mailboxes(deliveries: Iterable[Delivery], role: RecipientRole) -> list[str]:
    return [_mailbox(d.name, d.address) for d in deliveries if d.role == role]


def _mailbox(name: str, address: str) -> str:
    return formataddr((clean_line(name, limit=150), address)) if name else address


def _headers(mail: OutgoingMail, written_at: str) -> dict[str, str]:
    known = MESSAGE_ID.findall(mail.references)[-MOST_REFERENCES:]
    answers = MESSAGE_ID.fullmatch(mail.in_reply_to)
    headers = {
        "From": _mailbox(mail.sender_name, settings.DEFAULT_FROM_EMAIL),
        "Reply-To": settings.SUPPORT_EMAIL,
        "Message-ID": mail.message_id,
        "Date": formatdate(float(written_at), localtime=False),
        LOOP_HEADER: settings.SUPPORT_EMAIL,
    }
    if answers:
        headers["In-Reply-To"] = answers[0]
    if known:
        headers["References"] = " ".join(known)
    if mail.is_automatic:
        headers["Auto-Submitted"] = "auto-replied" if answers else "auto-generated"
        headers["X-Auto-Response-Suppress"] = "All"
    return headers
