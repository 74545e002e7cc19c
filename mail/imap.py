"""Mailboxes that are polled: how far each was read is kept here, and moves on only when a mail is committed."""

import re
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from urllib.parse import unquote, urlsplit

import structlog
from django.db.models import Q
from django.utils import timezone
from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted

from mail.models import Mailbox

TIMEOUT_S: Final = 20
BATCH: Final = 100
LEASE: Final = timedelta(minutes=3)

log = structlog.get_logger(__name__)

Accept = Callable[[bytes], object]


@dataclass(frozen=True)
class Account:
    """A mailbox as an address: imaps://user:password@host:port/folder."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    folder: str

    @classmethod
    def from_url(cls, url: str) -> "Account":
        parts = urlsplit(url)
        port = parts.port or (993 if parts.scheme == "imaps" else 143)
        user, password = unquote(parts.username or ""), unquote(parts.password or "")
        return cls(parts.scheme, parts.hostname or "", port, user, password, unquote(parts.path.strip("/")) or "INBOX")

    @property
    def name(self) -> str:
        return f"{self.user}@{self.host}:{self.port}/{self.folder}"[:300]

    def open(self) -> BaseMailBox:
        match self.scheme:
            case "imaps":
                box: BaseMailBox = MailBox(self.host, self.port, TIMEOUT_S, ssl_context=ssl.create_default_context())
            case "imap+tls":
                box = MailBoxStartTls(self.host, self.port, TIMEOUT_S, ssl_context=ssl.create_default_context())
            case _:
                box = MailBoxUnencrypted(self.host, self.port, TIMEOUT_S)
        return box.login(self.user, self.password, initial_folder=None)


def poll(url: str, accept: Accept) -> int:
    """Take in what is new in one mailbox; the number of mails is returned, and what went wrong stands in its row."""
    account = Account.from_url(url)
    mailbox, _ = Mailbox.objects.get_or_create(name=account.name)
    if not _lease(mailbox):
        return 0
    taken, error = 0, ""
    try:
        for raw in _new_mails(account, mailbox):
            accept(raw)
            taken += 1
    except Exception as trouble:  # a mail server, or the network before it, may fail in any way
        error = f"{type(trouble).__name__}: {trouble}"[:500]
        log.warning("mailbox_not_read", mailbox=account.name, error=error)
    Mailbox.objects.filter(pk=mailbox.pk).update(checked_at=timezone.now(), lease_until=None, error=error)
    return taken


def _lease(mailbox: Mailbox) -> bool:
    at = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=at)
    return bool(Mailbox.objects.filter(free, pk=mailbox.pk).update(lease_until=at + LEASE))


def _new_mails(account: Account, mailbox: Mailbox) -> Iterator[bytes]:
    """One after the other; when the next one is asked for, the last one is kept, and noted as read."""
    with _opened(account) as box:
        # Read only: no flag is set, nothing is deleted.
        box.folder.set(account.folder, readonly=True)
        _start_over_if_renumbered(box, account, mailbox)
        found = sorted(int(uid) for uid in box.uids(f"UID {mailbox.last_uid + 1}:*"))
        fresh = [uid for uid in found if uid > mailbox.last_uid][:BATCH]  # “n:*” always names the last one too
        for uid in fresh:
            if raw := _fetch(box, uid):
                yield raw
            mailbox.last_uid = uid
            Mailbox.objects.filter(pk=mailbox.pk).update(last_uid=uid, lease_until=timezone.now() + LEASE)


@contextmanager
def _opened(account: Account) -> Iterator[BaseMailBox]:
    box = account.open()
    try:
        yield box
    finally:
        with suppress(Exception):  # a rough farewell changes nothing, and must not hide what went wrong before
            box.logout()


def _start_over_if_renumbered(box: BaseMailBox, account: Account, mailbox: Mailbox) -> None:
    validity = int(box.folder.status(account.folder, ["UIDVALIDITY"])["UIDVALIDITY"])
    if validity != mailbox.uid_validity:
        # The numbers mean other mails now. Read all again: what we have already is found to be a duplicate.
        mailbox.uid_validity, mailbox.last_uid = validity, 0
        Mailbox.objects.filter(pk=mailbox.pk).update(uid_validity=validity, last_uid=0)


def _fetch(box: BaseMailBox, uid: int) -> bytes:
    """The raw bytes; empty when somebody has removed the mail meanwhile."""
    status, answer = box.client.uid("fetch", str(uid), "(BODY.PEEK[])")
    if status != "OK":
        raise ConnectionError(f"FETCH {uid}: {status}")
    wanted = re.compile(rb"\bUID %d\b" % uid)
    whole = [part for part in answer if isinstance(part, tuple) and (wanted.search(part[0]) or len(answer) <= 2)]  # noqa: PLR2004
    return bytes(whole[0][1]) if whole else b""
