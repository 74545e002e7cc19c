"""How many, up to a cap beyond which nobody cares."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from common.figures import keep, kept_of
from mail.models import IncomingMail
from tickets.models import Ticket
from tickets.selectors.queue import VIEWS

CAP: Final = 10_000
# Below this a figure is exact and of this moment; above it, it may be a minute old.
FRESH_BELOW: Final = 1_000
KEPT_SECONDS: Final = 60
# The figures of the warranty join three tables.
KEPT_SECONDS_OF_GROUPS: Final = 10
QUARANTINE: Final = "quarantine"


@dataclass(frozen=True)
class Figure:
    """A view of the queue with how many cases it holds."""

    slug: str
    label: StrOrPromise
    count: int
    group: str = ""

    @property
    def shown(self) -> str:
        return capped(self.count)


def view_figures(user: User) -> list[Figure]:
    """Every view of the queue with its figure, in the order in which they are shown."""
    counts = view_counts(user)
    figures = [Figure(slug, view.label, counts[slug], view.group) for slug, view in VIEWS.items()]
    if QUARANTINE in counts:
        figures.append(Figure(QUARANTINE, _("Quarantine"), counts[QUARANTINE]))
    return figures


def view_counts(user: User) -> dict[str, int]:
    """How many cases each view of the queue holds for this user, and the quarantine mails; CAP + 1 means “more”."""
    tickets = Ticket.objects.visible_to(user)
    counted: dict[str, QuerySet[Any, Any]] = {slug: view.cases(tickets, user) for slug, view in VIEWS.items()}
    if user.has_perm("mail.view_incomingmail"):
        counted[QUARANTINE] = IncomingMail.objects.in_quarantine()
    keys = {slug: f"queue:{slug}:{user.pk if slug == 'mine' else ''}" for slug in counted}
    kept = kept_of(keys.values())
    known = {slug: int(str(kept[key])) for slug, key in keys.items() if key in kept}
    fresh = capped_counts({slug: rows for slug, rows in counted.items() if slug not in known})
    keep({keys[slug]: count for slug, count in fresh.items() if count >= FRESH_BELOW}, seconds=KEPT_SECONDS)
    small = {slug: count for slug, count in fresh.items() if count < FRESH_BELOW and _is_grouped(slug)}
    keep({keys[slug]: count for slug, count in small.items()}, seconds=KEPT_SECONDS_OF_GROUPS)
    return known | fresh


def _is_grouped(slug: str) -> bool:
    return slug in VIEWS and bool(VIEWS[slug].group)


def capped_counts(querysets: Mapping[str, QuerySet[Any, Any]]) -> dict[str, int]:
    """Count all of these in one statement, each up to CAP + 1."""
    statements: list[str] = []
    params: list[Any] = []
    for queryset in querysets.values():
        sql, values = queryset.order_by().values("pk")[: CAP + 1].query.sql_with_params()
        statements.append(f"(SELECT count(*) FROM ({sql}) counted)")  # noqa: S608
        params.extend(values)
    if not statements:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(statements)}", params)
        return dict(zip(querysets, cursor.fetchone(), strict=True))


def capped(count: int) -> str:
    """The count as it is shown: exact, or “10 000+”."""
    return f"{min(count, CAP):,}".replace(",", "\N{NARROW NO-BREAK SPACE}") + ("+" if count > CAP else "")
