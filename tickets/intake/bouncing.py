"""A mail of ours came back: its delivery shows it, and so does its case."""

from django.utils import timezone

from accounts.actors import Actor
from mail.bounces import Bounce
from mail.models import Delivery, DeliveryState
from mail.outbox import is_ours
from tickets.models import EventKind, Ticket
from tickets.services.history import record
from tickets.topics import ticket_id_of


def note_bounce(bounce: Bounce) -> Delivery | None:
    """Mark the delivery that came back, once; None when the report fits no mail of ours."""
    delivery = _delivery_of(bounce)
    if delivery is not None and bounce.is_final and delivery.bounced_at is None:
        _mark(delivery, bounce)
    return delivery


def _delivery_of(bounce: Bounce) -> Delivery | None:
    deliveries = Delivery.objects.select_for_update(of=("self",)).select_related("mail")
    if bounce.delivery_id is not None:
        return deliveries.filter(pk=bounce.delivery_id).first()
    ours = [message_id for message_id in bounce.message_ids if is_ours(message_id)]
    return deliveries.filter(mail__message_id__in=ours, address__in=bounce.addresses).first() if ours else None


def _mark(delivery: Delivery, bounce: Bounce) -> None:
    delivery.state, delivery.bounced_at, delivery.error = DeliveryState.FAILED, timezone.now(), bounce.error
    delivery.save(update_fields=["state", "bounced_at", "error"])
    if ticket := _case_of(delivery):
        record(
            ticket,
            EventKind.MAIL_BOUNCED,
            actor=Actor(name="mailer-daemon"),
            at=delivery.bounced_at,
            after=delivery.address,
            reason=bounce.error,
        )


def _case_of(delivery: Delivery) -> Ticket | None:
    ticket_id = ticket_id_of(delivery.topic)
    if ticket_id is None:
        return None
    ticket = Ticket.objects.light().select_related("merged_into").filter(pk=ticket_id).first()
    return ticket and (ticket.merged_into or ticket)
