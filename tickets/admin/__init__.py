"""The desk: staff find, read, decide and answer here; every change is one call of a service."""

from tickets.admin import catalogue, outgoing, quarantine, ticket

__all__ = ["catalogue", "outgoing", "quarantine", "ticket"]
