from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet

from tickets.states import UNFINISHED, WAITING_FOR_US, TicketStatus

if TYPE_CHECKING:
    from datetime import datetime

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

    def awaiting(self, attention: str) -> TicketQuerySet:
        """The cases with a unit whose warranty waits for this."""
        lines = self.model._meta.get_field("lines").related_model._default_manager
        return self.filter(Exists(lines.filter(ticket=OuterRef("pk"), claim__attention=attention)))

    def by_number(self, number: str) -> TicketQuerySet:
        """The case with this number, or the one that it was merged into."""
        # Two look-ups in unique indexes; one condition with “or” over the join would read every case.
        aliases = self.model._meta.get_field("aliases").related_model._default_manager
        own = self.model._default_manager.filter(number=number).order_by().values("pk")
        old = aliases.filter(number=number).order_by().values("ticket")
        return self.filter(pk__in=own.union(old, all=True)).exclude(status=TicketStatus.MERGED)

    def silent_since_solved(self, *, at: datetime) -> TicketQuerySet:
        """Solved for so many days that they may be closed by themselves."""
        patience = timedelta(days=settings.CLOSE_SOLVED_AFTER_DAYS)
        return self.filter(status=TicketStatus.RESOLVED, solved_at__lte=at - patience)

    def light(self) -> TicketQuerySet:
        """Without the search document, which nobody reads."""
        return self.defer("search")
