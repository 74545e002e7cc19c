"""Addresses of the desk, and what stands on its pages."""

import re
from html import unescape

from django.test import Client
from django.urls import reverse

from tickets.models import Ticket

QUEUE = "/admin/tickets/ticket/"
NUMBER = re.compile(r'/change/">(\d{3}-\d{3}-\d{4})<')


def numbers_on(client: Client, **query: object) -> list[str]:
    """The numbers in the queue, in their order."""
    response = client.get(QUEUE, query)
    assert response.status_code == 200
    return [number.replace("-", "") for number in NUMBER.findall(response.content.decode())]


def case_of(ticket: Ticket) -> str:
    return reverse("admin:tickets_ticket_change", args=[ticket.pk])


def post_to(ticket: Ticket, name: str) -> str:
    return reverse("admin:tickets_ticket_post", args=[ticket.pk, name])


def text_of(response: object) -> str:
    return unescape(response.content.decode())  # type: ignore[attr-defined]
