"""The cases of a unit, for the unit's own page, which knows no case."""

from typing import Any

from django import template
from django.template.context import RequestContext

from accounts.models import User
from tickets.models import Ticket, TicketLine
from warranty.models import Unit

register = template.Library()
MOST_SHOWN = 50


@register.inclusion_tag("admin/warranty/unit/_cases.html", takes_context=True)
def unit_cases(context: RequestContext, unit: Unit) -> dict[str, Any]:
    """Every case that names the unit, newest first, as far as the reader may see cases."""
    user = context["request"].user
    visible = Ticket.objects.visible_to(user) if isinstance(user, User) else Ticket.objects.none()
    lines = TicketLine.objects.filter(unit=unit, ticket__in=visible).select_related("ticket").defer("ticket__search")
    return {"lines": lines.order_by("-ticket__created_at")[:MOST_SHOWN]}
