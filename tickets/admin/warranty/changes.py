"""What staff do about the warranty of a unit: each one call of a service and a sentence that says it is done."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from accounts.actors import Actor
from accounts.models import User
from common.errors import DomainError
from tickets.models import Ticket, TicketLine
from tickets.services import cover, overrides
from tickets.services.lines import line_in
from warranty.models import Override
from warranty.services.claims import StatedFacts
from warranty.services.overrides import NewOverride

Given = Mapping[str, Any]


def state_facts(ticket: Ticket, user: User, given: Given) -> str:
    line = line_in(ticket, given["line"])
    facts = StatedFacts(**{name: value for name, value in given.items() if name != "line"})
    cover.state_facts(line=line, facts=facts, actor=Actor.staff(user))
    return _("What is said of %(serial)s is kept; the verdict follows in a moment.") % {"serial": line}


def confirm_verdict(ticket: Ticket, user: User, given: Given) -> str:
    line = line_in(ticket, given["line"])
    cover.confirm_verdict(line=line, seen=given["seen"], user=user)
    return _("The verdict on %(serial)s is confirmed; the customer is told.") % {"serial": line}


def override_verdict(ticket: Ticket, user: User, given: Given) -> str:
    line = line_in(ticket, given["line"])
    wanted = NewOverride(**{name: value for name, value in given.items() if name != "line"})
    override = overrides.override_verdict(line=line, wanted=wanted, user=user)
    if override.needs_second:
        return _("Noted; it holds once a second person has agreed.")
    return _("“%(decision)s” stands beside the verdict now.") % {"decision": override.get_decision_display()}


def second_override(ticket: Ticket, user: User, given: Given) -> str:
    line = line_in(ticket, given["line"])
    overrides.second_override(line=line, override=_override_of(line, given), user=user)
    return _("You agreed; the override holds now.")


def withdraw_override(ticket: Ticket, user: User, given: Given) -> str:
    line = line_in(ticket, given["line"])
    overrides.withdraw_override(line=line, override=_override_of(line, given), user=user, reason=given["reason"])
    return _("The override is withdrawn; the verdict holds again.")


def _override_of(line: TicketLine, given: Given) -> Override:
    override = Override.objects.filter(pk=given["row"], claim__line=line).select_related("claim").first()
    if override is None:
        raise DomainError(_("There is no such override here."))
    return override
