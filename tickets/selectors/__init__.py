"""Questions to the cases, by subject."""

from tickets.selectors.conversation import references_of
from tickets.selectors.numbers import find_ticket

__all__ = ["find_ticket", "references_of"]
