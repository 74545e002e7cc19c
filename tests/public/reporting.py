"""A customer at the form, seen from outside."""

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client

from tickets.case_links import find_link
from tickets.models import Ticket

FORM = "/support/new/"
SAID = {
    "name": "Camille Durand",
    "email": "camille@customer.example",
    "country": "FR",
    "language": "fr",
    "symptom": "no_charge",
    "description": "Since Monday the light stays red.",
    "units-0-serial": "2512-004713 h",
    "privacy": "on",
}


def hidden_fields(page: str) -> dict[str, str]:
    """The hidden inputs of the report on the page, as a browser would send them."""
    form = re.search(r'<form id="report".*?</form>', page, re.DOTALL)
    assert form
    tags = re.findall(r'<input type="hidden"[^>]*>', form[0])
    pairs = [dict(re.findall(r'([\w-]+)="([^"]*)"', tag)) for tag in tags]
    return {pair["name"]: unescape(pair.get("value", "")) for pair in pairs}


def filled_in(client: Client, **said: Any) -> dict[str, Any]:
    """What a browser sends from a fresh form; a field set to None is left out."""
    fields = {**hidden_fields(client.get(FORM).content.decode()), **SAID, **said}
    return {name: value for name, value in fields.items() if value is not None}


def report(client: Client, **said: Any) -> HttpResponse:
    return client.post(FORM, filled_in(client, **said))


def ticket_at(response: HttpResponse) -> Ticket:
    """The case that the answer leads to."""
    return door_at(response)[0]


def door_at(response: HttpResponse) -> tuple[Ticket, str]:
    """The case that the answer leads to, and the secret in its address."""
    assert response.status_code == 303, response.content.decode()[:3000]
    secret = response["Location"].split("/")[2]
    link = find_link(secret)
    assert link is not None
    return link.ticket, secret


def text_of(response: HttpResponse) -> str:
    """The page as a reader sees it, without tags."""
    page = re.sub(r"<(style|script|svg)\b.*?</\1>", "", response.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))
