from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q, QuerySet

if TYPE_CHECKING:
    from datetime import datetime

    from mail.models import Delivery, IncomingMail  # noqa: F401


class DeliveryQuerySet(QuerySet["Delivery"]):
    def unfinished(self) -> DeliveryQuerySet:
        return self.filter(state__in=["pending", "sending"])

    def claimable(self, *, at: datetime) -> DeliveryQuerySet:
        """Due now, or claimed by a worker that died; behind no older unfinished mail of its topic to its address."""
        earlier = self.model.objects.unfinished().filter(
            topic=OuterRef("topic"), address=OuterRef("address"), pk__lt=OuterRef("pk")
        )
        due = Q(state="pending") & (Q(next_attempt_at__isnull=True) | Q(next_attempt_at__lte=at))
        return self.filter(due | Q(state="sending", lease_until__lt=at)).exclude(Exists(earlier))


class IncomingMailQuerySet(QuerySet["IncomingMail"]):
    def unsorted(self) -> IncomingMailQuerySet:
        return self.filter(sorted_at__isnull=True)

    def claimable(self, *, at: datetime) -> IncomingMailQuerySet:
        """Not sorted, and in nobody's hands; what nobody has tried yet comes first."""
        free = Q(lease_until__isnull=True) | Q(lease_until__lt=at)
        return self.unsorted().filter(free).order_by("attempts", "id")

    def in_quarantine(self) -> IncomingMailQuerySet:
        """What waits for a person to decide."""
        return self.filter(outcome="quarantined", sorted_at__isnull=False, dismissed_at__isnull=True)

    def light(self) -> IncomingMailQuerySet:
        """Without the raw bytes, which may be many megabytes."""
        return self.defer("raw")
