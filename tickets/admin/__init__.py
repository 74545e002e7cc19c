"""The desk: staff find, read, decide and answer here; every change is one call of a service."""

from tickets.admin.quarantine import IncomingMailAdmin
from tickets.admin.ticket import TicketAdmin

__all__ = ["IncomingMailAdmin", "TicketAdmin"]
