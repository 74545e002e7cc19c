"""Two cases turn out to be one."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from common.errors import DomainError
from tickets.models import EventKind, NumberAlias, Participant, Ticket
from tickets.selectors.covered import claims_of
from tickets.services.history import record
from tickets.services.proofs import take_lines_in
from tickets.services.serial_requests import drop_requests
from tickets.states import TICKET_STATES, TicketStatus


@transaction.atomic
def merge_tickets(*, source: Ticket, target: Ticket, actor: Actor) -> Ticket:
    """Everything of `source` moves into `target`; its number leads there everywhere and for ever."""
    source, target = _lock_both(source, target)
    _check_mergeable(source, target)
    at = timezone.now()
    source.messages.update(ticket=target)
    _move_lines(source, target)
    _move_people(source, target)
    take_lines_in(target, claims_of(target), actor=actor, at=at)
    drop_requests(source, at=at)
    source.aliases.update(ticket=target)
    NumberAlias.objects.create(number=source.number, ticket=target)
    Ticket.objects.filter(merged_into=source).update(merged_into=target)
    _retire(source, target, actor=actor, at=at)
    _join_documents(source, target, at)
    return target


def _lock_both(source: Ticket, target: Ticket) -> tuple[Ticket, Ticket]:
    # In the order of their ids, so that two people merging the same pair crosswise wait instead of dying.
    locked = Ticket.objects.select_for_update(of=("self",)).light().order_by("pk").in_bulk([source.pk, target.pk])
    return locked[source.pk], locked[target.pk]


def _check_mergeable(source: Ticket, target: Ticket) -> None:
    if source.pk == target.pk:
        raise DomainError(_("A case cannot be merged into itself."), field="target")
    if target.status in {TicketStatus.MERGED, TicketStatus.SPAM}:
        raise DomainError(_("The other case is “%(s)s” itself.") % {"s": target.get_status_display()}, field="target")
    TICKET_STATES.check(TicketStatus(source.status), TicketStatus.MERGED)


def _move_lines(source: Ticket, target: Ticket) -> None:
    present = set(target.lines.exclude(serial="").values_list("serial", flat=True))
    last = target.lines.aggregate(last=Max("position"))["last"] or 0
    for line in source.lines.exclude(serial__in=present):
        last += 1
        line.ticket, line.position = target, last
        line.save(update_fields=["ticket", "position"])


def _move_people(source: Ticket, target: Ticket) -> None:
    people = [(source.email, source.name), *source.participants.values_list("email", "name")]
    present = {target.email.lower(), *(email.lower() for email in target.participants.values_list("email", flat=True))}
    fresh = {email.lower(): name for email, name in people if email and email.lower() not in present}
    Participant.objects.bulk_create(Participant(ticket=target, email=email, name=name) for email, name in fresh.items())


def _retire(source: Ticket, target: Ticket, *, actor: Actor, at: datetime) -> None:
    source.status, source.merged_into, source.updated_at = TicketStatus.MERGED, target, at
    source.save(update_fields=["status", "merged_into", "updated_at"])
    record(source, EventKind.MERGED, actor=actor, at=at, after=target.pretty_number)
    record(target, EventKind.MERGED, actor=actor, at=at, before=source.pretty_number)


def _join_documents(source: Ticket, target: Ticket, at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE tickets_ticket t SET updated_at = %s, search = tickets_extend_search(t.search, s.search) "
            "FROM tickets_ticket s WHERE t.id = %s AND s.id = %s",
            [at, target.pk, source.pk],
        )
