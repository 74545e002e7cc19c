"""What reading a mail may refuse."""

from common.errors import DomainError


class UnreadableMailError(DomainError):
    """The mail is beyond what we take apart; its message is one of `mail.reasons`."""
