"""The filters beside the queue; nonsense in an address narrows nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django_countries import countries
from django_stubs_ext import StrOrPromise

from tickets.models import Source
from tickets.selectors.choices import countries_in_use, narrowing_choices
from tickets.selectors.queue import Narrowing
from warranty.models import Attention

NUMBERS: Final = ("product", "tag", "assignee")


@dataclass(frozen=True)
class Filter:
    """One filter with its options and the one that is chosen."""

    name: str
    label: str
    options: Sequence[tuple[str, StrOrPromise]]
    chosen: str


def filters_of(query: QueryDict) -> list[Filter]:
    """The filters as they stand in the address."""
    found = narrowing_choices()
    named = sorted(((code, str(countries.name(code) or code)) for code in countries_in_use()), key=lambda pair: pair[1])
    options: dict[str, tuple[str, Sequence[tuple[str, StrOrPromise]]]] = {
        "language": (_("Language"), settings.LANGUAGES),
        "country": (_("Country"), named),
        "product": (_("Product"), found.get("product", [])),
        "assignee": (_("Assigned to"), found.get("assignee", [])),
        "tag": (_("Tag"), found.get("tag", [])),
        "source": (_("Came by"), Source.choices),
        "warranty": (_("Warranty"), Attention.choices),
    }
    return [Filter(name, label, pairs, _chosen(query, name, pairs)) for name, (label, pairs) in options.items()]


def narrowing_of(filters: Sequence[Filter]) -> Narrowing:
    """What the chosen options narrow the queue to."""
    chosen = {filter_.name: filter_.chosen for filter_ in filters if filter_.chosen}
    return Narrowing(**{name: int(value) if name in NUMBERS else value for name, value in chosen.items()})  # type: ignore[arg-type]


def _chosen(query: QueryDict, name: str, options: Sequence[tuple[str, StrOrPromise]]) -> str:
    value = query.get(name, "")
    return value if value in {option for option, _label in options} else ""
