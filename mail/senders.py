"""Senders that staff have blocked."""


from mail.models import BlockedSender


def is_blocked(address: str) -> bool:
    """Whether this address, or its whole domain, is blocked."""
    address = address.strip().lower()
    return BlockedSender.objects.filter(pattern__in=[address, f"@{address.rpartition('@')[2]}"]).exists()
