"""Questions to what was said in a case."""

from tickets.models import MessageKind, Ticket

MOST_REFERENCES = 10


def references_of(ticket: Ticket) -> list[str]:
    """The Message-IDs of the case's conversation, oldest first: what a mail of ours answers to."""
    said = (
        ticket.messages.exclude(kind=MessageKind.NOTE)
        .order_by("-created_at", "-id")
        .values_list("incoming__message_id", "outgoing__message_id")[:MOST_REFERENCES]
    )
    return [message_id for pair in reversed(said) for message_id in pair if message_id]
