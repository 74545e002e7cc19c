"""Links into a case are renewed by mail, and cancelled all at once."""

from datetime import datetime

from django.db import transaction
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from common.errors import DomainError
from common.links import secret_for
from tickets import emails
from tickets.case_links import SCOPE, new_link, secret_of
from tickets.models import CaseLink, EventKind, Ticket
from tickets.services.history import lock_ticket, lock_unmerged, lock_where_it_went, record
from tickets.services.serial_requests import cancel_requests


def secret_for_filer(*, ticket: Ticket) -> str:
    """The way in for the browser that filed the case: the mailed link, or one of its own where no mail was owed."""
    at = timezone.now()
    link = ticket.links.filter(cancelled_at__isnull=True, expires_at__gt=at).order_by("id").first()
    return secret_of(link) if link else secret_for(SCOPE, new_link(ticket, at=at).nonce)


@transaction.atomic
def send_new_link(*, ticket: Ticket, address: str) -> None:
    """Mail a fresh link to the address, if it is a party to the case; tell nobody whether it was."""
    ticket, address = lock_where_it_went(ticket), address.strip().lower()
    if address and address in _parties(ticket):
        emails.queue_new_link(ticket, address)
        record(ticket, EventKind.LINK_SENT, actor=Actor(name=address), at=timezone.now(), after=address)


@transaction.atomic
def send_link_for_staff(*, ticket: Ticket, address: str, actor: Actor) -> None:
    """Staff have a fresh link mailed to a party; unlike a stranger they are told when nothing leaves."""
    ticket, address = lock_unmerged(ticket), address.strip().lower()
    if not address or address not in _parties(ticket):
        raise DomainError(_("Links are only mailed to the people of the case."), field="address")
    if emails.queue_new_link(ticket, address) is None:
        raise DomainError(
            _("This address has had too many automatic mails today, or is blocked: no link was sent."), field="address"
        )
    record(ticket, EventKind.LINK_SENT, actor=actor, at=timezone.now(), after=address)


@transaction.atomic
def renew_expired_link(*, link: CaseLink) -> None:
    """Somebody came with a link that has run out: the requester, and nobody else, is mailed a new one."""
    send_new_link(ticket=link.ticket.merged_into or link.ticket, address=link.ticket.email)


@transaction.atomic
def cancel_links(*, ticket: Ticket, actor: Actor, at: datetime | None = None) -> int:
    """Every link mailed so far opens nothing any more; the number of those that did is returned."""
    ticket, at = lock_ticket(ticket), at or timezone.now()
    cancelled = ticket.links.filter(cancelled_at__isnull=True, expires_at__gt=at).update(cancelled_at=at)
    cancel_requests(ticket)
    record(ticket, EventKind.LINKS_CANCELLED, actor=actor, at=at, after=str(cancelled))
    return cancelled


def _parties(ticket: Ticket) -> set[str]:
    return {ticket.email.lower(), *ticket.participants.values_list(Lower("email"), flat=True)}
