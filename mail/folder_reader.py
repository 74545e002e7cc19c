"""Reads the mails that were written into a folder instead of being sent."""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Final

NAME: Final = re.compile(r"[\w-]{1,80}\.eml")


@dataclass(frozen=True)
class WrittenMail:
    """One file of the folder."""

    path: Path

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def written_at(self) -> datetime:
        return datetime.fromtimestamp(self.path.stat().st_mtime, tz=UTC)

    def read(self) -> EmailMessage:
        message = email.message_from_bytes(self.path.read_bytes(), policy=email.policy.default)
        assert isinstance(message, EmailMessage)
        return message


@dataclass(frozen=True)
class Head:
    """What the list shows of a mail."""

    name: str
    written_at: datetime
    to: str
    subject: str


def newest_mails(folder: Path, *, limit: int) -> tuple[list[Head], int]:
    """The newest of them, and how many there are."""
    mails = sorted(_mails(folder), key=lambda mail: mail.written_at, reverse=True)
    return [_head(mail) for mail in mails[:limit]], len(mails)


def find_mail(folder: Path, name: str) -> WrittenMail | None:
    path = folder / name
    return WrittenMail(path) if NAME.fullmatch(name) and path.is_file() else None


def _mails(folder: Path) -> Iterator[WrittenMail]:
    return (WrittenMail(path) for path in folder.glob("*.eml") if NAME.fullmatch(path.name))


def _head(mail: WrittenMail) -> Head:
    message = mail.read()
    return Head(mail.name, mail.written_at, str(message["To"] or ""), str(message["Subject"] or ""))
