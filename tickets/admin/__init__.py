"""The desk: staff find, read, decide and answer here; every change is one call of a service."""

from tickets.admin import catalogue, outgoing, quarantine, ticket
from tickets.admin.warranty import previews

__all__ = ["catalogue", "outgoing", "previews", "quarantine", "ticket"]
