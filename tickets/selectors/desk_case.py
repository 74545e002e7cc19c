"""A case as the desk shows it: all of it in about a dozen statements, however long it is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from accounts.models import User
from mail.models import Delivery, OutgoingMail
from tickets.models import Attachment, CaseLink, Message, NumberAlias, Participant, Tag, Ticket, TicketLine
from tickets.querysets import TicketQuerySet
from tickets.selectors.desk_cover import with_cover

LINES: Final = 25
OTHERS: Final = 20
FILES: Final = 300
MAILS: Final = 60


@dataclass(frozen=True)
class Units:
    """A page of the units of a case, each with the other cases that it stands in."""

    lines: Sequence[TicketLine]
    total: int
    page: int
    others: Mapping[str, Sequence[TicketLine]]

    @property
    def pages(self) -> int:
        return max(-(-self.total // LINES), 1)


def desk_case(user: User, pk: int) -> Ticket | None:
    """The case, if this user may see it, with what its page says of its messages, links and relations."""
    newest = Message.objects.filter(ticket=OuterRef("pk")).order_by().values("ticket").annotate(last=Max("pk"))
    links = CaseLink.objects.filter(ticket=OuterRef("pk"), cancelled_at=None, expires_at__gt=timezone.now())
    tags = Tag.objects.filter(tickets=OuterRef("pk")).order_by("name")
    return (
        Ticket.objects.visible_to(user)
        .light()
        .select_related("assignee")
        .annotate(
            merged_number=F("merged_into__number"),
            follows_number=F("follows__number"),
            last_message=Coalesce(Subquery(newest.values("last")), 0),
            old_numbers=ArraySubquery(
                NumberAlias.objects.filter(ticket=OuterRef("pk")).order_by("pk").values("number")
            ),
            shown_tags=ArraySubquery(tags.values(shown=JSONObject(pk="pk", name="name"))),
            open_links=Coalesce(Subquery(links.order_by().values("ticket").annotate(n=Count("pk")).values("n")), 0),
        )
        .prefetch_related(Prefetch("participants", Participant.objects.order_by("pk")))
        .filter(pk=pk)
        .first()
    )


def units_of(ticket: Ticket, *, page: int = 1) -> Units:
    """The page of the case's units, with the registry's word on each and the other cases of the same serials."""
    first = (page - 1) * LINES
    lines = list(
        with_cover(ticket.lines.annotate(total=Window(Count("pk"))))
        .select_related("product", "unit__product", "unit__reseller", "unit__distributor")
        # By a statement of its own: one over a dozen tables takes longer to plan than both to run.
        .prefetch_related("unit__swapped_for__successor")
        .order_by("position")[first : first + LINES]
    )
    total = int(getattr(lines[0], "total", 0)) if lines else 0
    return Units(lines, total, page, _other_cases(ticket, [line.serial for line in lines if line.serial]))


def related_cases(ticket: Ticket) -> TicketQuerySet:
    """Other cases of the same address, those merged into this one, and those that follow it."""
    same = Q(merged_into=ticket.pk) | Q(follows=ticket.pk)
    if ticket.email:
        same |= Q(email=ticket.email)
    shown = ("number", "status", "created_at", "merged_into", "follows", "symptom", "subject")
    return Ticket.objects.filter(same).exclude(pk=ticket.pk).only(*shown).order_by("-updated_at", "-id")[:OTHERS]


def files_of(ticket: Ticket) -> Sequence[Attachment]:
    """The files of the case, newest first."""
    return list(Attachment.objects.filter(message__ticket=ticket).select_related("file").order_by("-pk")[:FILES])


def mails_of(ticket: Ticket) -> Sequence[OutgoingMail]:
    """The last mails that the case owed, each with what became of it for every recipient."""
    deliveries = Prefetch("deliveries", Delivery.objects.order_by("role", "pk"))
    mails: QuerySet[OutgoingMail] = OutgoingMail.objects.filter(topic=ticket.topic).defer("html", "references")
    return list(mails.prefetch_related(deliveries).order_by("-pk")[:MAILS])


def _other_cases(ticket: Ticket, serials: Sequence[str]) -> Mapping[str, Sequence[TicketLine]]:
    found: dict[str, list[TicketLine]] = defaultdict(list)
    if serials:
        lines = TicketLine.objects.filter(serial__in=serials).exclude(ticket=ticket.pk).select_related("ticket")
        lines = lines.only("serial", "ticket__number", "ticket__status", "ticket__created_at")
        for line in lines.order_by("-ticket__updated_at")[: OTHERS * 5]:
            found[line.serial].append(line)
    return found
