"""What a mail server's answer means for the mail."""

import smtplib
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

LOGIN_REFUSED: Final = frozenset({530, 534, 535, 538})
GOING_AWAY: Final = 421
TRANSIENT: Final = range(400, 500)
PERMANENT: Final = range(500, 600)


class Fate(Enum):
    SENT = auto()
    LATER = auto()
    FAILED = auto()
    CUT_OFF = auto()  # the connection is gone; whether the mail was taken is not known
    SHUT_OUT = auto()  # our password is not taken


@dataclass(frozen=True)
class Verdict:
    fate: Fate
    error: str = ""


def verdict_on(error: Exception) -> Verdict:
    """What becomes of a mail that met this error on its way out."""
    match error:
        case smtplib.SMTPNotSupportedError():
            return Verdict(Fate.SHUT_OUT, str(error))
        case smtplib.SMTPRecipientsRefused():
            code, text = next(iter(error.recipients.values()))
            return _by_code(code, text)
        case smtplib.SMTPResponseException():
            return _by_code(error.smtp_code, error.smtp_error)
        case OSError():  # also SMTPServerDisconnected and every timeout
            return Verdict(Fate.CUT_OFF, f"{type(error).__name__}: {error}")
    return Verdict(Fate.FAILED, f"This mail cannot be put together: {type(error).__name__}: {error}")


def _by_code(code: int, text: bytes | str) -> Verdict:
    words = f"{code} {text.decode(errors='replace') if isinstance(text, bytes) else text}"
    if code in LOGIN_REFUSED:
        return Verdict(Fate.SHUT_OUT, words)
    if code in PERMANENT:
        return Verdict(Fate.FAILED, words)
    if code in TRANSIENT and code != GOING_AWAY:
        return Verdict(Fate.LATER, words)
    return Verdict(Fate.CUT_OFF, words)
