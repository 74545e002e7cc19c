"""What staff set on a case: whose it is, how urgent, under which words."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from common.errors import DomainError
from common.text import clean_line
from tickets.models import EventKind, Priority, Tag, Ticket
from tickets.search import extended, words_of
from tickets.selectors.covered import claims_of
from tickets.services.filing import Contact
from tickets.services.history import lock_unmerged, record, touch
from warranty.services.claims import set_for_all

CONTACT_FIELDS = ("name", "email", "phone", "street", "postal_code", "city", "country", "language")


@transaction.atomic
def assign_ticket(*, ticket: Ticket, assignee: User | None, actor: Actor) -> Ticket:
    """Say who takes care of the case, or that nobody does."""
    ticket, at = lock_unmerged(ticket), timezone.now()
    if assignee is not None and not (assignee.is_active and assignee.is_staff):
        raise DomainError(_("Cases are assigned to active members of staff."), field="assignee")
    if ticket.assignee_id == (assignee.pk if assignee else None):
        return ticket
    before, ticket.assignee, ticket.updated_at = str(ticket.assignee or ""), assignee, at
    ticket.save(update_fields=["assignee", "updated_at"])
    record(ticket, EventKind.ASSIGNED, actor=actor, at=at, before=before, after=str(assignee or ""))
    return ticket


@transaction.atomic
def set_priority(*, ticket: Ticket, priority: Priority, actor: Actor) -> Ticket:
    """Move the case up or down the queue."""
    ticket, at = lock_unmerged(ticket), timezone.now()
    if ticket.priority == priority:
        return ticket
    before, ticket.priority, ticket.updated_at = ticket.get_priority_display(), priority, at
    ticket.save(update_fields=["priority", "updated_at"])
    record(ticket, EventKind.PRIORITY_CHANGED, actor=actor, at=at, before=before, after=str(priority.label))
    return ticket


@transaction.atomic
def set_tags(*, ticket: Ticket, names: Sequence[str], actor: Actor) -> Ticket:
    """Put exactly these words on the case; new ones are made."""
    ticket, at = lock_unmerged(ticket), timezone.now()
    wanted = sorted({name for raw in names if (name := clean_line(raw, limit=40).lower())})
    before = sorted(tag.name for tag in ticket.tags.all())
    if wanted == before:
        return ticket
    Tag.objects.bulk_create([Tag(name=name) for name in wanted], ignore_conflicts=True)
    ticket.tags.set(Tag.objects.filter(name__in=wanted))
    touch(ticket, at)
    record(ticket, EventKind.TAGGED, actor=actor, at=at, before=", ".join(before), after=", ".join(wanted))
    return ticket


@transaction.atomic
def change_contact(*, ticket: Ticket, contact: Contact, actor: Actor) -> Ticket:
    """Correct how the customer is reached; the next mail goes there."""
    ticket, at = lock_unmerged(ticket), timezone.now()
    changed = [name for name in CONTACT_FIELDS if str(getattr(ticket, name)) != getattr(contact, name)]
    if not changed:
        return ticket
    before = ", ".join(str(getattr(ticket, name)) for name in changed)
    for name in changed:
        setattr(ticket, name, getattr(contact, name))
    ticket.updated_at = at
    ticket.save(update_fields=[*changed, "updated_at"])
    if "country" in changed:
        _move_claims(ticket)
    after = [str(getattr(ticket, name)) for name in changed]
    Ticket.objects.filter(pk=ticket.pk).update(search=extended(words_of(*after)))
    record(ticket, EventKind.CONTACT_CHANGED, actor=actor, at=at, before=before, after=", ".join(after))
    return ticket


def _move_claims(ticket: Ticket) -> None:
    """Another country is another law."""
    set_for_all(claims_of(ticket), country=ticket.country)
