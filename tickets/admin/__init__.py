"""The desk: staff find, read, decide and answer here; every change is one call of a service."""

from tickets.admin.ticket import TicketAdmin

__all__ = ["TicketAdmin"]
