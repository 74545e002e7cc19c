"""Figures of the post office."""

from datetime import datetime

from django.db.models import Count, Min, Q

from mail.models import Delivery, DeliveryState, IncomingMail, Outcome

NAMES = {
    Outcome.TICKET: "tickets",
    Outcome.REPLY: "replies",
    Outcome.DUPLICATE: "duplicates",
    Outcome.QUARANTINED: "quarantined",
    Outcome.BOUNCE: "bounces",
}


def conservation() -> dict[str, int]:
    """How many mails were accepted, and what became of them; a mail not sorted yet counts as quarantined."""
    counted = {name: Count("pk", filter=Q(outcome=outcome)) for outcome, name in NAMES.items()}
    return IncomingMail.objects.aggregate(accepted=Count("pk"), **counted)


def outbox_state(*, at: datetime) -> dict[str, int | float | None]:
    """Deliveries by state, and since how many seconds the oldest waits."""
    counted = {str(state): Count("pk", filter=Q(state=state)) for state in DeliveryState}
    oldest = Min("created_at", filter=Q(state=DeliveryState.PENDING))
    state = Delivery.objects.aggregate(**counted, oldest=oldest)
    since = state.pop("oldest")
    return {**state, "oldest_pending_s": round((at - since).total_seconds(), 1) if since else None}
