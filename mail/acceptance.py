"""The one door for mail that comes in: kept as it is before anything is decided."""

import re
from datetime import timedelta
from functools import partial
from hashlib import sha256
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from common.text import clean_line
from mail.heads import Head, split_head
from mail.models import IncomingMail, Outcome
from mail.wakes import INTAKE, wake

# Who wrote what to whom; everything else in a head may be another on each way that the same mail takes.
CONTENT: Final = re.compile(
    r"from|sender|reply-to|to|cc|subject|date|message-id|in-reply-to|references|auto-submitted|mime-version|content-.+"
)
NOT_ASCII: Final = re.compile(r"[^ -~]")
OWN_SORTING: Final = timedelta(seconds=60)


def accept_mail(
    *, raw: bytes, envelope_from: str = "", envelope_to: str = "", source: str, sorted_by_caller: bool = False
) -> IncomingMail:
    """Keep the mail in a transaction of its own, and from then on answer for it; a second copy is a duplicate."""
    head, body = split_head(raw.lstrip(b"\r\n"), lenient=True)
    mail = IncomingMail(
        message_id=NOT_ASCII.sub("?", head.plain("message-id").strip())[:998],
        fingerprint=_fingerprint(head, body),
        raw=raw,
        size=len(raw),
        envelope_from=clean_line(envelope_from, limit=320),
        envelope_to=clean_line(envelope_to, limit=10_000),
        source=source,
    )
    if sorted_by_caller:
        mail.attempts, mail.lease_until = 1, timezone.now() + OWN_SORTING
    try:
        with transaction.atomic():
            mail.save(force_insert=True)
    except IntegrityError:
        return _duplicate(mail)
    if not sorted_by_caller:
        transaction.on_commit(partial(wake, INTAKE), robust=True)
    return mail


def _duplicate(mail: IncomingMail) -> IncomingMail:
    """The same mail came on two ways: noted, with the bytes only once."""
    first = IncomingMail.objects.light().get(
        message_id=mail.message_id, fingerprint=mail.fingerprint, duplicate_of__isnull=True
    )
    return IncomingMail.objects.create(
        message_id=mail.message_id,
        fingerprint=mail.fingerprint,
        raw=b"",
        size=mail.size,
        envelope_from=mail.envelope_from,
        envelope_to=mail.envelope_to,
        source=mail.source,
        outcome=Outcome.DUPLICATE,
        duplicate_of=first,
        sender=first.sender,
        subject=first.subject,
        sorted_at=timezone.now(),
    )


def _fingerprint(head: Head, body: bytes) -> str:
    said = sorted(field for field in head.fields if CONTENT.fullmatch(field[0]))
    seal = sha256()
    for name, value in said:
        seal.update(name.encode() + b":" + value + b"\n")
    seal.update(b"\n" + body.replace(b"\r\n", b"\n").rstrip())
    return seal.hexdigest()
