"""Addresses: whom staff have blocked, and who has had enough automatic mail."""

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

from common.errors import DomainError
from mail.models import BlockedSender


def is_blocked(address: str) -> bool:
    """Whether this address, or its whole domain, is blocked."""
    return BlockedSender.objects.filter(pattern__in=_patterns(address)).exists()


def automatic_mail_to(address: str, *, since: datetime) -> int | None:
    """How many automatic mails this address was owed since then; None where it is blocked and must get none."""
    # One statement on the way of every new case; the same by the ORM would be two.
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM mail_blockedsender WHERE pattern = ANY (%s)),"
            " (SELECT count(*) FROM mail_delivery WHERE is_automatic AND address = %s AND created_at > %s)",
            [_patterns(address), address.strip().lower(), since],
        )
        blocked, owed = cursor.fetchone()
    return None if blocked else int(owed)


def block(address: str, *, reason: str = "") -> None:
    """Mail from this address goes to quarantine unread from now on; blocking twice changes nothing."""
    address = address.strip().lower()
    if "@" not in address:
        raise DomainError(_("There is no sender's address that could be blocked."))
    BlockedSender.objects.get_or_create(pattern=address[:320], defaults={"reason": reason[:200]})


def _patterns(address: str) -> list[str]:
    address = address.strip().lower()
    return [address, f"@{address.rpartition('@')[2]}"]
