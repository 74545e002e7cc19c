"""Cases of another help desk, one JSON object a line: read with care, refused in words."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import timezone

from common.text import clean_line, clean_text
from tickets.models import MessageKind, Priority
from tickets.states import TicketStatus

LANGUAGES: Final = frozenset(code for code, _name in settings.LANGUAGES)
STATUSES: Final = {
    str(status): status
    for status in TicketStatus
    if status not in {TicketStatus.HELD, TicketStatus.SPAM, TicketStatus.MERGED}
}
VOICES: Final = {"customer": MessageKind.CUSTOMER, "agent": MessageKind.STAFF}
EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
LONGEST_ADDRESS: Final = 254


class BadLineError(Exception):
    """Why a line cannot be taken in."""


@dataclass(frozen=True)
class ForeignMessage:
    kind: MessageKind
    text: str
    at: datetime


@dataclass(frozen=True)
class ForeignCase:
    """A case as it was elsewhere, with what it needs to live here."""

    old_number: str
    name: str
    email: str
    language: str
    subject: str
    serial: str
    status: TicketStatus
    priority: Priority
    created_at: datetime
    messages: tuple[ForeignMessage, ...]

    @property
    def changed_at(self) -> datetime:
        return max([self.created_at, *(message.at for message in self.messages)])


def read_case(line: bytes) -> ForeignCase:
    """The case in one line; keys that we do not know are passed over. Raises BadLineError."""
    row = _object(line)
    return ForeignCase(
        old_number=clean_line(_text_or_number(row, "number"), limit=100),
        name=clean_line(_text(row, "name"), limit=150),
        email=_email(row),
        language=_language(row),
        subject=clean_line(_text(row, "subject"), limit=200),
        serial=clean_line(_text_or_number(row, "serial"), limit=100),
        status=_one_of(row, "status", STATUSES),
        priority=_priority(row),
        created_at=_time(row, "created"),
        messages=_messages(row),
    )


def _object(line: bytes) -> Mapping[str, Any]:
    try:
        row = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise BadLineError("is not UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise BadLineError("is not JSON") from error
    if not isinstance(row, dict):
        raise BadLineError("is not a JSON object")
    return row


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadLineError(f"“{key}” is not a text")
    return value


def _text_or_number(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else _text(row, key)


def _email(row: Mapping[str, Any]) -> str:
    email = _text(row, "email").strip().lower()
    try:
        validate_email(email)
    except ValidationError as error:
        raise BadLineError("“email” is no e-mail address") from error
    if len(email) > LONGEST_ADDRESS:
        raise BadLineError("“email” is too long")
    return email


def _language(row: Mapping[str, Any]) -> str:
    """`fr-BE` is French; a language that we do not speak is answered in English."""
    language = _text(row, "lang")[:2].lower()
    return language if language in LANGUAGES else "en"


def _one_of(row: Mapping[str, Any], key: str, known: Mapping[str, Any]) -> Any:  # noqa: ANN401
    value = _text(row, key)
    if value not in known:
        raise BadLineError(f"“{key}” is none of {', '.join(known)}")
    return known[value]


def _priority(row: Mapping[str, Any]) -> Priority:
    value = row.get("priority", Priority.NORMAL)
    if isinstance(value, bool) or value not in Priority.values:
        raise BadLineError("“priority” is no number from 1 to 5")
    return Priority(value)


def _time(row: Mapping[str, Any], key: str) -> datetime:
    try:
        at = datetime.fromisoformat(_text(row, key))
        at = (at if at.tzinfo else timezone.make_aware(at)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise BadLineError(f"“{key}” is no date with time, like 2026-03-01T14:30:00Z") from error
    if not EARLIEST <= at <= timezone.now() + timedelta(days=1):
        raise BadLineError(f"“{key}” lies before 1990 or in the future")
    return at


def _messages(row: Mapping[str, Any]) -> tuple[ForeignMessage, ...]:
    found = row.get("messages", [])
    if not isinstance(found, list) or not all(isinstance(message, dict) for message in found):
        raise BadLineError("“messages” is not a list of objects")
    messages = [
        ForeignMessage(_one_of(message, "from", VOICES), clean_text(_text(message, "body")), _time(message, "at"))
        for message in found
    ]
    return tuple(sorted(messages, key=lambda message: message.at))
