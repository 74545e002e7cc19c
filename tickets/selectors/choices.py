"""What the queue can be narrowed to: the products, tags, people and countries that there are."""

from collections import defaultdict
from typing import Final

from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce, NullIf

from accounts.models import User
from common.figures import kept
from tickets.models import Tag, Ticket
from warranty.models import Product

Choices = dict[str, list[tuple[str, str]]]

MOST_OPTIONS: Final = 200
KEPT_SECONDS: Final = 60


def narrowing_choices() -> Choices:
    """Value and name of each option by filter; up to a minute old, because the countries must be looked for."""
    return kept("queue-choices", seconds=KEPT_SECONDS, make=_fresh_choices)


def _fresh_choices() -> Choices:
    people = User.objects.filter(is_staff=True, is_active=True)
    name = Coalesce(NullIf(F("name"), Value("")), F("email"), output_field=CharField())
    used = Ticket.objects.exclude(country="").order_by().values("country").distinct()
    options = _named("product", Product.objects.all(), F("name")).union(
        _named("tag", Tag.objects.all(), F("name")),
        _named("assignee", people, name),
        used.values_list(Value("country"), F("country"), F("country")),
        all=True,
    )
    found: Choices = defaultdict(list)
    for kind, value, label in options:
        found[kind].append((value, label))
    return {kind: sorted(pairs, key=lambda pair: pair[1].casefold()) for kind, pairs in found.items()}


def _named(kind: str, rows: QuerySet, label: F | Coalesce):  # noqa: ANN202
    return rows.order_by("pk")[:MOST_OPTIONS].values_list(Value(kind), Cast("pk", CharField()), label)
