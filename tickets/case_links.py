"""Secret links into a case: made when a mail owes one, computed when it leaves, checked when somebody comes."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from common.links import new_nonce, nonce_of, secret_for
from mail.outbox import Link
from tickets.models import CaseLink, Ticket

SCOPE: Final = "case"
UNREAD: Final = ("ticket__search", "ticket__merged_into__search")


def new_link(ticket: Ticket, *, at: datetime) -> Link:
    """A further way into the case; the old ones stay valid until they expire."""
    row = CaseLink.objects.create(ticket=ticket, nonce=new_nonce(), expires_at=at + timedelta(days=settings.LINK_DAYS))
    return Link(scope=SCOPE, nonce=row.nonce, path="/support/{secret}/")


def secret_of(link: CaseLink) -> str:
    """The secret of a link, for the redirect after filing and for the staff's preview of a mail."""
    return secret_for(SCOPE, link.nonce)


def find_link(secret: str) -> CaseLink | None:
    """The link behind a secret, also an expired or cancelled one, with its case; None for anything not ours."""
    nonce = nonce_of(SCOPE, secret)
    if nonce is None:
        return None
    return CaseLink.objects.select_related("ticket__merged_into").defer(*UNREAD).filter(nonce=nonce).first()


def is_open(link: CaseLink, *, at: datetime) -> bool:
    return link.cancelled_at is None and link.expires_at > at
