"""What the desk shows of the cover of a case's units, in two statements more than without it."""

from datetime import date

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject

from tickets.models import TicketLine
from warranty.models import Override, Proof, Verdict

MOST_EARLIER = 20


def decisions_of_case(*, on: date) -> ArraySubquery:
    """For each case how many of its units were decided how, overrides counted as what they say."""
    lines = TicketLine.objects.filter(ticket=OuterRef("pk"), claim__isnull=False)
    decided = lines.annotate(decision=Coalesce(Subquery(_in_force(on)), "claim__verdict__decision"))
    counted = decided.order_by("decision").values("decision").annotate(count=Count("pk"))
    return ArraySubquery(counted.values(shown=JSONObject(decision="decision", count="count")))


def with_cover(lines: QuerySet[TicketLine]) -> QuerySet[TicketLine]:
    """These lines with all that decides on their cover, and what was decided before."""
    people = Override.objects.select_related("made_by", "seconded_by").order_by("-pk")
    papers = Prefetch("claim__proofs", Proof.objects.only("state", "kind"))
    verdict = ("policy_version__policy", "law_version", "confirmed_by")
    whole = lines.select_related("claim", *(f"claim__verdict__{name}" for name in verdict))
    return whole.annotate(earlier_verdicts=_earlier()).prefetch_related(Prefetch("claim__overrides", people), papers)


def _in_force(on: date) -> QuerySet[Override, str]:
    standing = Override.objects.filter(claim=OuterRef("claim"), withdrawn_at=None, expires_on__gte=on)
    agreed = standing.filter(Q(needs_second=False) | Q(seconded_at__isnull=False))
    return agreed.values_list("decision", flat=True)[:1]


def _earlier() -> ArraySubquery:
    older = Verdict.objects.filter(claim=OuterRef("claim"), pk__lt=OuterRef("claim__verdict")).order_by("-pk")
    row = JSONObject(at="created_at", decision="decision", reason="reason", standing="standing")
    return ArraySubquery(older.values(shown=row)[:MOST_EARLIER])
