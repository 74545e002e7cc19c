"""A mail of a case that did not arrive is owed once more."""

from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from common.errors import DomainError
from mail.models import Delivery, DeliveryState
from mail.wakes import OUTBOX, wake
from tickets.models import EventKind, Ticket
from tickets.services.history import lock_ticket, record


@transaction.atomic
def resend_mail(*, ticket: Ticket, delivery: Delivery, actor: Actor) -> Delivery:
    """The same mail goes to this recipient again; raise DomainError while it is on its way or has arrived."""
    ticket, at = lock_ticket(ticket), timezone.now()
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("mail").get(pk=delivery.pk)
    _check_can_go_again(ticket, delivery)
    delivery.state, delivery.attempts, delivery.error = DeliveryState.PENDING, 0, ""
    delivery.next_attempt_at = delivery.lease_until = delivery.give_up_at = None
    delivery.sent_at = delivery.bounced_at = None
    delivery.save()
    record(ticket, EventKind.MAIL_RESENT, actor=actor, at=at, after=delivery.address)
    transaction.on_commit(partial(wake, OUTBOX), robust=True)
    return delivery


def _check_can_go_again(ticket: Ticket, delivery: Delivery) -> None:
    if delivery.mail.topic != ticket.topic:
        raise DomainError(_("This mail belongs to another case."))
    if delivery.state != DeliveryState.FAILED and delivery.bounced_at is None:
        raise DomainError(_("Only a mail that failed or came back can be sent again."))
