"""The threads of outgoing mail: one for each case, and one beside it for what staff are told about the case."""

from typing import Final

_CASE: Final = "ticket:"
_STAFF: Final = "staff:"


def case_topic(ticket_id: int) -> str:
    """The thread of the conversation with the customer."""
    return f"{_CASE}{ticket_id}"


def staff_topic(ticket_id: int) -> str:
    """The thread of what staff are told; an answer to it is no answer to the customer."""
    return f"{_STAFF}{ticket_id}"


def is_for_staff(topic: str) -> bool:
    return topic.startswith(_STAFF)


def ticket_id_of(topic: str) -> int | None:
    """The case whose conversation this thread is; None for mail to staff and about accounts."""
    key = topic.removeprefix(_CASE)
    return int(key) if topic.startswith(_CASE) and key.isdecimal() else None
