"""What the queue can be narrowed to: the products, tags, people and countries that there are."""

from collections import defaultdict
from typing import Any, Final

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from accounts.models import User
from common.figures import kept
from tickets.models import Tag, Ticket
from warranty.models import Product

Choices = dict[str, list[tuple[str, str]]]

MOST_OPTIONS: Final = 200
KEPT_SECONDS: Final = 60
COUNTRIES_KEPT_SECONDS: Final = 900  # to find them every case is read


def narrowing_choices() -> Choices:
    """Value and name of each option by filter; they may be a minute old."""
    return kept("queue-choices", seconds=KEPT_SECONDS, make=_fresh_choices)


def countries_in_use() -> list[str]:
    """The codes of the countries that cases come from."""
    return kept("queue-countries", seconds=COUNTRIES_KEPT_SECONDS, make=_fresh_countries)


def _fresh_countries() -> list[str]:
    rows = Ticket.objects.exclude(country="").order_by().values_list("country", flat=True).distinct()
    return [str(country) for country in rows]


def _fresh_choices() -> Choices:
    people = User.objects.filter(is_staff=True, is_active=True)
    name = Coalesce(NullIf(F("name"), Value("")), F("email"), output_field=CharField())
    options = _named("product", Product.objects.all(), F("name")).union(
        _named("tag", Tag.objects.all(), F("name")),
        _named("assignee", people, name),
        all=True,
    )
    found: Choices = defaultdict(list)
    for kind, value, label in options:
        found[kind].append((value, label))
    return {kind: sorted(pairs, key=lambda pair: pair[1].casefold()) for kind, pairs in found.items()}


def _named(kind: str, rows: QuerySet[Any, Any], label: F | Coalesce) -> QuerySet[Any, Any]:
    return rows.order_by("pk")[:MOST_OPTIONS].values_list(Value(kind), Cast("pk", CharField()), label)
