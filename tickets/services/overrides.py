"""A person decides otherwise than the rules: the case remembers it, and the customer hears what holds now."""

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from common.money import amount
from tickets import emails
from tickets.models import EventKind, Ticket, TicketLine
from tickets.services.cover import claim_of
from tickets.services.history import lock_ticket, lock_unmerged, record, touch
from warranty.models import Override
from warranty.services import overrides
from warranty.services.overrides import NewOverride
from warranty.standing import is_in_force


@transaction.atomic
def override_verdict(*, line: TicketLine, wanted: NewOverride, user: User) -> Override:
    """Another decision stands beside the verdict; the customer hears of it once it holds."""
    ticket = lock_unmerged(line.ticket)
    override = overrides.override_verdict(claim=claim_of(line), wanted=wanted, user=user)
    _record(ticket, EventKind.VERDICT_OVERRIDDEN, line, override, Actor.staff(user), reason=override.reason)
    _tell_if_in_force(ticket, line, override)
    return override


@transaction.atomic
def second_override(*, line: TicketLine, override: Override, user: User) -> Override:
    """A second person has agreed, and the customer hears of it."""
    ticket = lock_unmerged(line.ticket)
    override = overrides.second_override(override=override, user=user)
    _record(ticket, EventKind.OVERRIDE_SECONDED, line, override, Actor.staff(user))
    _tell_if_in_force(ticket, line, override)
    return override


@transaction.atomic
def withdraw_override(*, line: TicketLine, override: Override, user: User, reason: str = "") -> Override:
    """The verdict holds again; whoever was told of the override is told that too."""
    ticket = lock_unmerged(line.ticket)
    override.refresh_from_db()
    was_told = is_in_force(override, on=timezone.localdate())
    override = overrides.withdraw_override(override=override, user=user)
    _record(ticket, EventKind.OVERRIDE_WITHDRAWN, line, override, Actor.staff(user), reason=reason)
    if was_told:
        emails.queue_verdict(ticket, [line])
    return override


@transaction.atomic
def end_expired_override(*, line: TicketLine, override: Override) -> Override:
    """Its last day has passed; what people have to do for the unit is asked anew."""
    ticket = lock_ticket(line.ticket)
    override = overrides.end_if_expired(override=override)
    _record(ticket, EventKind.OVERRIDE_WITHDRAWN, line, override, Actor.clock(), reason=_("expired"))
    return override


def _tell_if_in_force(ticket: Ticket, line: TicketLine, override: Override) -> None:
    if is_in_force(override, on=timezone.localdate()):
        emails.queue_verdict(ticket, [line])


def _record(
    ticket: Ticket, kind: EventKind, line: TicketLine, override: Override, actor: Actor, *, reason: str = ""
) -> None:
    at = timezone.now()
    touch(ticket, at)
    record(ticket, kind, actor=actor, at=at, after=_in_words(line, override), reason=reason)


def _in_words(line: TicketLine, override: Override) -> str:
    until = _("until %(day)s") % {"day": date_format(override.expires_on, "SHORT_DATE_FORMAT")}
    goodwill = amount(override.cost, override.currency) if override.is_goodwill else ""
    return ", ".join(part for part in (f"{line}: {override.get_decision_display()}", until, goodwill) if part)
