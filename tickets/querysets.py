from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from tickets.states import UNFINISHED, WAITING_FOR_US

if TYPE_CHECKING:
    from accounts.models import User
    from tickets.models import Ticket  # noqa: F401


class TicketQuerySet(QuerySet["Ticket"]):
    def visible_to(self, user: User) -> TicketQuerySet:
        """Staff who may see cases see all of them; nobody else comes through this door."""
        return self.all() if user.is_active and user.is_staff and user.has_perm("tickets.view_ticket") else self.none()

    def waiting_for_us(self) -> TicketQuerySet:
        return self.filter(status__in=[*WAITING_FOR_US])

    def unfinished(self) -> TicketQuerySet:
        return self.filter(status__in=[*UNFINISHED])

    def in_queue_order(self) -> TicketQuerySet:
        """Safety first, then by priority, then who has waited longest."""
        return self.order_by("-is_safety", "priority", "waiting_since", "id")

    def by_number(self, number: str) -> TicketQuerySet:
        """The case with this number, or the one that it was merged into."""
        return self.filter(Q(number=number) | Q(aliases__number=number)).exclude(status="merged")

    def light(self) -> TicketQuerySet:
        """Without the search document, which nobody reads."""
        return self.defer("search")
