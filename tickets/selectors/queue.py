"""The engineers' queue: its views, its filters, its pages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, F, OuterRef, Window
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.models import User
from common.keyset import Order, Page, Place, page_from, page_of
from tickets.models import Tag, Ticket, TicketLine
from tickets.querysets import TicketQuerySet
from tickets.selectors.searching import Sought, find_hits, matching
from tickets.states import SOLVED, TicketStatus
from warranty.models import Attention

ROWS: Final = 25
URGENCY: Final = Order(("priority", "waiting_since", "id"), flag="is_safety")
LONGEST_FIRST: Final = Order(("updated_at", "id"))
NEWEST_FIRST: Final = Order(("updated_at", "id"), descending=True)
WARRANTY: Final = "warranty"

Cases = Callable[[TicketQuerySet, User], TicketQuerySet]


@dataclass(frozen=True)
class QueueView:
    """One way to look at the queue: which cases, in which order; `group` names the row of views that it stands in.

    `is_over`: of these cases nobody expects anything any more.
    """

    label: StrOrPromise
    cases: Cases
    order: Order
    group: str = ""
    is_over: bool = False


def _in_state(*states: TicketStatus) -> Cases:
    return lambda tickets, _user: tickets.filter(status__in=states)


def _awaiting(attention: Attention) -> QueueView:
    def cases(tickets: TicketQuerySet, _user: User) -> TicketQuerySet:
        return tickets.unfinished().awaiting(attention)

    return QueueView(attention.label, cases, URGENCY, group=WARRANTY)


VIEWS: Final[dict[str, QueueView]] = {
    "safety": QueueView(_("Safety"), lambda tickets, _user: tickets.unfinished().filter(is_safety=True), URGENCY),
    "us": QueueView(_("Waiting for us"), lambda tickets, _user: tickets.waiting_for_us(), URGENCY),
    "mine": QueueView(_("Mine"), lambda tickets, user: tickets.unfinished().filter(assignee=user), URGENCY),
    "unassigned": QueueView(
        _("Unassigned"), lambda tickets, _user: tickets.waiting_for_us().filter(assignee=None), URGENCY
    ),
    "waiting": QueueView(_("Waiting for customer"), _in_state(TicketStatus.WAITING), LONGEST_FIRST),
    "held": QueueView(_("Held"), _in_state(TicketStatus.HELD), LONGEST_FIRST),
    "solved": QueueView(_("Solved"), _in_state(*SOLVED), NEWEST_FIRST, is_over=True),
    "all": QueueView(
        _("All"),
        lambda tickets, _user: tickets.exclude(status__in=[TicketStatus.SPAM, TicketStatus.MERGED]),
        NEWEST_FIRST,
    ),
    "spam": QueueView(_("Spam"), _in_state(TicketStatus.SPAM), NEWEST_FIRST, is_over=True),
    **{attention.value: _awaiting(attention) for attention in Attention},
}
FIRST_VIEW: Final = "us"


@dataclass(frozen=True)
class Narrowing:
    """What else a case must be to be shown; what is left empty narrows nothing."""

    language: str = ""
    country: str = ""
    source: str = ""
    product: int | None = None
    tag: int | None = None
    assignee: int | None = None
    warranty: str = ""

    def apply(self, tickets: TicketQuerySet) -> TicketQuerySet:
        wanted = {name: getattr(self, name) for name in ("language", "country", "source", "assignee")}
        tickets = tickets.filter(**{name: value for name, value in wanted.items() if value})
        if self.product:
            tickets = tickets.filter(Exists(TicketLine.objects.filter(ticket=OuterRef("pk"), product=self.product)))
        if self.tag:
            tickets = tickets.filter(Exists(Ticket.tags.through.objects.filter(ticket=OuterRef("pk"), tag=self.tag)))
        if self.warranty:
            tickets = tickets.awaiting(self.warranty)
        return tickets


@dataclass(frozen=True)
class Found:
    """A page of cases for the queue; `total` is known where counting was free."""

    page: Page[Ticket]
    total: int | None = None


def queue_page(view: QueueView, narrowing: Narrowing, *, user: User, place: Place) -> Found:
    """A page of one view of the queue."""
    if view.is_over and narrowing.warranty:
        return Found(Page([]))  # the database would look through all of them to find none
    tickets = narrowing.apply(view.cases(_rows(user), user))
    return Found(page_of(tickets, view.order, place, size=ROWS))


def search_page(sought: Sought, narrowing: Narrowing, *, user: User, place: Place) -> Found:
    """A page of what a search finds among all cases, those finished long ago included; a number is that case alone."""
    if sought.number:
        rows = list(matching(_rows(user), sought))
        return Found(Page(rows), total=len(rows))
    hits = find_hits(narrowing.apply(Ticket.objects.visible_to(user)), sought, limit=ROWS + 1, place=place)
    by_id = _rows(user).in_bulk(hits.ids)
    rows = [by_id[pk] for pk in hits.ids if pk in by_id]
    return Found(page_from(rows, NEWEST_FIRST, place, size=ROWS), total=hits.total if place.key is None else None)


def first_lines(tickets: Sequence[Ticket]) -> dict[int, TicketLine]:
    """The first unit of each of these cases, with the number of its units as `total`."""
    lines = (
        TicketLine.objects.filter(ticket__in=tickets)
        .annotate(total=Window(Count("pk"), partition_by="ticket"), product_name=F("product__name"))
        .only("ticket_id", "serial", "position")
        .order_by("ticket", "position")
        .distinct("ticket")
    )
    return {line.ticket_id: line for line in lines}


def _rows(user: User) -> TicketQuerySet:
    tags = ArraySubquery(Tag.objects.filter(tickets=OuterRef("pk")).order_by("name").values("name"))
    return Ticket.objects.visible_to(user).light().select_related("assignee").annotate(tag_names=tags)
