"""Questions to the papers: whom they concern, which wait to be read, whose time is over."""

from datetime import datetime

from django.db.models import DateField, Exists, ExpressionWrapper, Func, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, Coalesce, Greatest
from django.utils import timezone

from warranty.models import Claim, Proof, Standing
from warranty.selectors.papers import invoice_of, uses_of

KEPT_WITHOUT_POLICY = 12


def leaning_on(proof: Proof) -> set[int]:
    """The ids of all claims that lean on this paper, on its file or on its number of the same seller."""
    invoice = invoice_of(proof)
    own = set(proof.claims.values_list("pk", flat=True))
    return own | {u.claim for u in uses_of([proof]) if u.sha256 == proof.sha256 or (invoice and u.invoice == invoice)}


def leaning_on_file(sha256: str) -> set[int]:
    """The ids of all claims that lean on these very bytes."""
    return set(Claim.objects.filter(proofs__sha256=sha256).values_list("pk", flat=True))


def other_uses(proof: Proof) -> set[int]:
    """The claims of others that lean on the same file or number."""
    return leaning_on(proof) - set(proof.claims.values_list("pk", flat=True))


def unread_proofs() -> QuerySet[Proof]:
    """Papers whose text nobody has looked for yet, the oldest first."""
    return Proof.objects.filter(read_at=None).select_related("file").order_by("pk")


class Months(Func):
    """So many months as the database adds them to a day."""

    function = "make_interval"
    template = "%(function)s(months => %(expressions)s)"


def outlived_proofs(*, at: datetime) -> QuerySet[Proof]:
    """Papers that no open question leans on and whose time under the policy is over.

    Each of their claims must have an issued verdict whose later end lies so many months back as the policy says;
    where a verdict computed no end, they count from the day it was issued.
    """
    last = Greatest("verdict__commercial_until", "verdict__statutory_until")  # the database leaves out what is null
    issued = Cast("verdict__issued_at", DateField())
    kept = Coalesce("verdict__policy_version__keep_papers_months", KEPT_WITHOUT_POLICY)
    over_on = ExpressionWrapper(Coalesce(last, issued) + Months(kept), output_field=DateField())
    needed = (
        Claim.objects.filter(proofs=OuterRef("pk"))
        .annotate(over_on=over_on)
        .filter(~Q(verdict__standing=Standing.ISSUED) | Q(verdict=None) | Q(over_on__gte=timezone.localdate(at)))
    )
    return Proof.objects.filter(Exists(Claim.objects.filter(proofs=OuterRef("pk"))), ~Exists(needed), redacted_at=None)
