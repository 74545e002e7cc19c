"""Raw mails in one line, and the way they take into the house."""

import secrets
from email.message import EmailMessage

from mail.acceptance import accept_mail
from mail.models import IncomingMail
from tickets.intake.sorting import sort_mail

CUSTOMER = "camille@customer.example"
STRANGER = "mallory@elsewhere.example"


def mail(
    text: str = "La borne ne charge plus.", *, sender: str = CUSTOMER, subject: str = "Borne", **headers: str
) -> bytes:
    """A plain mail; headers by keyword, with underscores for hyphens."""
    given = {name.replace("_", "-").lower(): value for name, value in headers.items()}
    lines = {"from": sender, "to": "support@localhost", "subject": subject, "message-id": new_id(), **given}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items() if value)
    return (head + "\r\n" + text.replace("\n", "\r\n") + "\r\n").encode()


def with_files(*files: tuple[str, bytes, str], sender: str = CUSTOMER, text: str = "See the files") -> bytes:
    """A mail with attachments: name, bytes, content type."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"], message["Message-ID"] = sender, "s@localhost", "Files", new_id()
    message.set_content(text)
    for name, content, kind in files:
        main, _, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def new_id() -> str:
    return f"<{secrets.token_hex(8)}@customer.example>"


def take_in(raw: bytes, **envelope: str) -> IncomingMail:
    """Accept and sort, as the pipe does."""
    incoming = accept_mail(raw=raw, source="test", sorted_by_caller=True, **envelope)
    return incoming if incoming.duplicate_of_id else sort_mail(incoming.pk)
