"""Answers that staff give often, filled in for one case."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tickets.models import ReplyTemplate, Ticket

# Only these two words are filled in; everything else in braces stays as it is written.
BLANK: Final = re.compile(r"\{(name|number)\}")


@dataclass(frozen=True)
class Reply:
    """A template with its text for one case."""

    pk: int
    title: str
    language: str
    text: str


def replies_for(ticket: Ticket) -> Sequence[Reply]:
    """The templates in use, those in the customer's language first."""
    templates = ReplyTemplate.objects.filter(is_active=True).order_by("title", "language")
    in_order = sorted(templates, key=lambda template: template.language != ticket.language)
    return [Reply(t.pk, t.title, t.language, filled(t.text, ticket)) for t in in_order]


def filled(text: str, ticket: Ticket) -> str:
    """The text with name and number in it; what a customer calls themselves is never read as a template."""
    words = {"name": ticket.name, "number": ticket.pretty_number}
    return BLANK.sub(lambda match: words[match[1]], text)
