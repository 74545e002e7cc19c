"""A missing serial number is asked of the customer by a link to one field; the case waits for them meanwhile."""

from datetime import datetime, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from common.errors import DomainError
from common.links import new_nonce
from tickets import emails
from tickets.models import EventKind, MessageKind, SerialRequest, Source, Ticket, TicketLine
from tickets.services.history import lock_unmerged, record
from tickets.services.status import change_status
from tickets.states import TICKET_STATES, WAITING_FOR_US, TicketStatus

ASKED_BY_ITSELF: Final = frozenset({Source.FORM, Source.MAIL})
MOST_ASKED_AT_ONCE: Final = 3


@transaction.atomic
def ask_for_serial(*, ticket: Ticket, line: TicketLine | None, actor: Actor) -> SerialRequest:
    """Staff have the customer asked; asked again, the same question goes out with a link that lasts anew."""
    ticket, at = lock_unmerged(ticket), timezone.now()
    _check_may_be_asked(ticket, line)
    request = _open_request(ticket, line, at)
    if emails.queue_serial_wanted(ticket, request) is None:
        raise DomainError(_("This address has had too many automatic mails today, or is blocked: nothing was asked."))
    _wait_for_customer(ticket, request, actor=actor, at=at)
    return request


def ask_at_filing(ticket: Ticket, *, at: datetime) -> SerialRequest | None:
    """A case that came without any serial asks for it in the mail with its number, if that mail is going to leave."""
    if not _is_asked_by_itself(ticket) or not emails.has_room(ticket.email):
        return None
    request = _open_request(ticket, ticket.lines.filter(serial="").first(), at)
    _wait_for_customer(ticket, request, actor=Actor.clock(), at=at)
    return request


def ask_after_photos(ticket: Ticket) -> list[SerialRequest]:
    """No code told the serials: each unit that lacks one is asked for, once, while nobody of the staff has the case."""
    if ticket.assignee_id or ticket.status not in WAITING_FOR_US or not _is_asked_by_itself(ticket):
        return []
    people = ticket.messages.filter(is_automatic=False)
    if people.filter(kind=MessageKind.STAFF).exists() or not people.filter(kind=MessageKind.CUSTOMER).exists():
        return []
    return [request for line in _never_asked(ticket) if (request := _ask_by_mail(ticket, line))]


def settle(ticket: Ticket, *, actor: Actor, at: datetime, line: TicketLine | None = None) -> None:
    """A serial has come, whichever way: what was asked of its line, or of a case without any unit, is answered."""
    met = Q(ticket=ticket, line=None) | Q(line=line) if line else Q(ticket=ticket, line=None)
    answered = SerialRequest.objects.filter(met, answered_at=None).update(answered_at=at)
    if answered and _waits_for_this_alone(ticket):
        change_status(ticket, TicketStatus.OPEN, actor=actor, at=at)


def cancel_requests(ticket: Ticket) -> None:
    """The links mailed so far open nothing any more; what was asked is still wanted, and may be asked anew."""
    for request in ticket.serial_requests.filter(answered_at=None):
        request.nonce = new_nonce()
        request.save(update_fields=["nonce"])


def drop_requests(ticket: Ticket, *, at: datetime) -> None:
    """Nothing is asked any more: the case is part of another one."""
    ticket.serial_requests.filter(answered_at=None).update(answered_at=at)


def _is_asked_by_itself(ticket: Ticket) -> bool:
    return ticket.source in ASKED_BY_ITSELF and not ticket.is_safety and ticket.follows_id is None


def _check_may_be_asked(ticket: Ticket, line: TicketLine | None) -> None:
    if not ticket.email:
        raise DomainError(_("This case has no e-mail address to ask."))
    if ticket.status == TicketStatus.SPAM:
        raise DomainError(_("Nobody is asked in a case that is spam."))
    if line is None and ticket.lines.exists():
        raise DomainError(_("Please choose the unit whose serial number is wanted."))
    if line is not None and line.unit_id is not None:
        raise DomainError(_("The serial number of this unit is known."))


def _open_request(ticket: Ticket, line: TicketLine | None, at: datetime) -> SerialRequest:
    asked = SerialRequest.objects.filter(answered_at=None)
    open_one = (asked.filter(line=line) if line else asked.filter(ticket=ticket, line=None)).first()
    request = open_one or SerialRequest(ticket=ticket, line=line)
    request.asked_at, request.expires_at = at, at + timedelta(days=settings.LINK_DAYS)
    request.save()
    return request


def _wait_for_customer(ticket: Ticket, request: SerialRequest, *, actor: Actor, at: datetime) -> None:
    line = request.line
    record(
        ticket, EventKind.SERIAL_ASKED, actor=actor, at=at, after=str((line and (line.product or line.serial)) or "")
    )
    if TICKET_STATES.allows(TicketStatus(ticket.status), TicketStatus.WAITING):
        change_status(ticket, TicketStatus.WAITING, actor=actor, at=at)


def _never_asked(ticket: Ticket) -> list[TicketLine | None]:
    if not ticket.lines.exists():
        return [] if ticket.serial_requests.exists() else [None]
    return list(ticket.lines.filter(serial="", serial_requests=None)[:MOST_ASKED_AT_ONCE])


def _ask_by_mail(ticket: Ticket, line: TicketLine | None) -> SerialRequest | None:
    if not emails.may_send_automatic(ticket, ticket.email):
        return None
    at = timezone.now()
    request = _open_request(ticket, line, at)
    emails.queue_serial_wanted(ticket, request)
    _wait_for_customer(ticket, request, actor=Actor.clock(), at=at)
    return request


def _waits_for_this_alone(ticket: Ticket) -> bool:
    """Whether it was a serial that the case began to wait for, and staff have asked for nothing else since."""
    if ticket.status != TicketStatus.WAITING or ticket.serial_requests.filter(answered_at=None).exists():
        return False
    since = ticket.waiting_since
    asked = ticket.events.filter(kind=EventKind.SERIAL_ASKED, created_at=since).exists()
    return asked and not ticket.events.filter(kind=EventKind.STAFF_ANSWERED, created_at__gt=since).exists()
