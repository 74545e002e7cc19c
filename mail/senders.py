"""Senders that staff have blocked."""

from django.utils.translation import gettext as _

from common.errors import DomainError
from mail.models import BlockedSender


def is_blocked(address: str) -> bool:
    """Whether this address, or its whole domain, is blocked."""
    address = address.strip().lower()
    return BlockedSender.objects.filter(pattern__in=[address, f"@{address.rpartition('@')[2]}"]).exists()


def block(address: str, *, reason: str = "") -> None:
    """Mail from this address goes to quarantine unread from now on; blocking twice changes nothing."""
    address = address.strip().lower()
    if "@" not in address:
        raise DomainError(_("There is no sender's address that could be blocked."))
    BlockedSender.objects.get_or_create(pattern=address[:320], defaults={"reason": reason[:200]})
