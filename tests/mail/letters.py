"""Mails that are owed, without a case around them."""

from mail.models import OutgoingMail, RecipientRole
from mail.outbox import Letter, Recipient, queue_mail
from tests.factories import TicketFactory


def owe(*addresses: str, topic: str = "ticket:1", copies: tuple[str, ...] = (), **more) -> OutgoingMail:
    """One mail to these people."""
    to = [Recipient(a) for a in addresses] + [Recipient(a, role=RecipientRole.CC) for a in copies]
    return queue_mail(
        Letter(
            kind="tickets/staff_new_case",
            topic=topic,
            to=to,
            language="en",
            context={"ticket": TicketFactory.build(number="4827193059")},
            **more,
        )
    )
