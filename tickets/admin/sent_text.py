"""The text of a mail as staff may read it: where a secret link will stand, there is only the word."""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from django.utils.translation import gettext as _

from mail.models import OutgoingMail

PLACEHOLDER: Final = re.compile(r"https://link\.invalid/[^\s\"'<>]*")


class SentMail(NamedTuple):
    """A mail beside the text that may be shown of it."""

    mail: OutgoingMail
    text: str


def shown(mail: OutgoingMail) -> str:
    """The mail's text without its links."""
    return PLACEHOLDER.sub(_("[link]"), mail.text)


def all_shown(mails: Iterable[OutgoingMail]) -> list[SentMail]:
    """These mails, each with the text that may be shown of it."""
    return [SentMail(mail, shown(mail)) for mail in mails]
