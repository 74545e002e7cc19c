"""The colleagues in copy."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from common.errors import DomainError
from common.text import clean_line
from tickets.models import EventKind, Participant, Ticket
from tickets.services.history import lock_unmerged, record

MOST_PARTICIPANTS = 10


@transaction.atomic
def add_participant(*, ticket: Ticket, email: str, name: str = "", actor: Actor) -> Participant:
    """A colleague reads and writes along from the next mail on; raise DomainError beyond ten of them."""
    ticket, at, email = lock_unmerged(ticket), timezone.now(), email.strip().lower()
    present = {address.lower() for address in ticket.participants.values_list("email", flat=True)}
    if email in {*present, ticket.email.lower()}:
        raise DomainError(_("This address gets the mails of this case already."), field="email")
    if len(present) >= MOST_PARTICIPANTS:
        raise DomainError(_("At most ten colleagues can be in copy."), field="email")
    participant = Participant.objects.create(ticket=ticket, email=email, name=clean_line(name, limit=150))
    record(ticket, EventKind.PARTICIPANT_ADDED, actor=actor, at=at, after=email)
    return participant


@transaction.atomic
def remove_participant(*, participant: Participant, actor: Actor) -> None:
    """The colleague gets no further mail of this case; raise DomainError if somebody was faster."""
    ticket = lock_unmerged(participant.ticket)
    if not ticket.participants.filter(pk=participant.pk).exists():
        raise DomainError(_("This colleague gets no copies any more."))
    record(ticket, EventKind.PARTICIPANT_REMOVED, actor=actor, at=timezone.now(), before=participant.email)
    participant.delete()
