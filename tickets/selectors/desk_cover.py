"""What the desk shows of the cover of a case's units, in a few statements more than without it."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from tickets.models import Ticket, TicketLine
from warranty.models import Override, Proof, Verdict
from warranty.standing import effective

MOST_EARLIER = 20


def decisions_of(ticket: Ticket, shown: Sequence[TicketLine], *, total: int, on: date) -> list[tuple[str, int]]:
    """How many units of a case were decided how, overrides counted as what they say.

    Costs a statement only where the case has more units than those `shown`.
    """
    if len(shown) == total:
        counted = Counter(effective(line.claim, on=on).decision for line in shown if line.claim)
        return sorted((decision, count) for decision, count in counted.items() if decision)
    lines = TicketLine.objects.filter(ticket=ticket, claim__verdict__isnull=False)
    decided = lines.annotate(decision=Coalesce(Subquery(_in_force(on)), "claim__verdict__decision"))
    return list(decided.order_by("decision").values("decision").annotate(n=Count("pk")).values_list("decision", "n"))


def with_cover(lines: QuerySet[TicketLine]) -> QuerySet[TicketLine]:
    """These lines with all that decides on their cover, and what was decided before."""
    people = Override.objects.select_related("made_by", "seconded_by").order_by("-pk")
    papers = Prefetch("claim__proofs", Proof.objects.only("state", "kind"))
    verdicts = Verdict.objects.select_related("policy_version__policy", "law_version", "confirmed_by")
    verdict = Prefetch("claim__verdict", verdicts)
    whole = lines.select_related("claim").annotate(earlier_verdicts=_earlier())
    return whole.prefetch_related(verdict, Prefetch("claim__overrides", people), papers)


def _in_force(on: date) -> QuerySet[Override, str]:
    standing = Override.objects.filter(claim=OuterRef("claim"), withdrawn_at=None, expires_on__gte=on)
    agreed = standing.filter(Q(needs_second=False) | Q(seconded_at__isnull=False))
    return agreed.values_list("decision", flat=True)[:1]


def _earlier() -> ArraySubquery:
    older = Verdict.objects.filter(claim=OuterRef("claim"), pk__lt=OuterRef("claim__verdict")).order_by("-pk")
    row = JSONObject(at="created_at", decision="decision", reason="reason", standing="standing")
    return ArraySubquery(older.values(shown=row)[:MOST_EARLIER])
