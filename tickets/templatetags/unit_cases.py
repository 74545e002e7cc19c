"""The cases of a unit, for the unit's own page, which knows no case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django import template
from django.db.models import Q
from django.template.context import RequestContext
from django.utils import timezone
from django_stubs_ext import StrOrPromise

from accounts.models import User
from tickets.models import Ticket, TicketLine
from warranty.decisions import Decision
from warranty.models import Unit
from warranty.standing import Effective, effective

register = template.Library()
MOST_SHOWN: Final = 50


@dataclass(frozen=True)
class CaseRow:
    """One time that a unit was reported, and how its claim stands now."""

    line: TicketLine
    standing: Effective

    @property
    def decision(self) -> StrOrPromise:
        return Decision(self.standing.decision).label if self.standing.decision else ""

    @property
    def is_override(self) -> bool:
        return self.standing.is_override

    @property
    def is_final(self) -> bool:
        return self.standing.is_final

    @property
    def until(self) -> date | None:
        return self.standing.until


@register.inclusion_tag("admin/warranty/unit/_cases.html", takes_context=True)
def unit_cases(context: RequestContext, chain: Sequence[Unit]) -> dict[str, Any]:
    """Every case that names a unit of the chain, newest first, as far as the reader may see cases."""
    user, today = context["request"].user, timezone.localdate()
    visible = Ticket.objects.visible_to(user) if isinstance(user, User) else Ticket.objects.none()
    lines = TicketLine.objects.filter(Q(unit__in=chain) | Q(claim__unit__in=chain), ticket__in=visible)
    lines = (
        lines.select_related("ticket", "claim__verdict").prefetch_related("claim__overrides").defer("ticket__search")
    )
    newest = lines.order_by("-ticket__created_at")[:MOST_SHOWN]
    return {"rows": [CaseRow(line, _standing(line, today)) for line in newest]}


def _standing(line: TicketLine, today: date) -> Effective:
    return effective(line.claim, on=today) if line.claim else Effective()
