"""Asking cover for a unit: what is said of it, and that it has to be judged again when that changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import partial
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from common.errors import DomainError
from mail.wakes import wake
from warranty.models import Claim, ExclusionState, Plate, Product, Unit, Verdict
from warranty.periods import EARLIEST

ASSESSING: Final = "tickets.periodic.assess_due_claims"


@dataclass(frozen=True)
class StatedFacts:
    """What people say of a unit, its buyer and its fault; what is left open is not known."""

    buyer: str = ""
    country: str = ""
    discovered_on: date | None = None
    delivered_on: date | None = None
    plate: str = Plate.READABLE
    exclusion: str = ""
    exclusion_state: str = ExclusionState.NONE
    has_log: bool = False

    @classmethod
    def of(cls, claim: Claim) -> "StatedFacts":
        """What is said now."""
        return cls(**{name: getattr(claim, name) for name in STATED} | {"country": str(claim.country)})


STATED: Final = tuple(StatedFacts.__dataclass_fields__)


@dataclass(frozen=True)
class ClaimReport:
    """A unit that somebody reports, as it comes in."""

    serial: str
    product: Product | None
    unit: Unit | None
    reported_at: datetime
    is_safety: bool = False
    stated: StatedFacts = field(default_factory=StatedFacts)


def open_claims(reports: Sequence[ClaimReport]) -> list[Claim]:
    """Ask cover for each of these units; the verdicts are computed after the commit."""
    claims = Claim.objects.bulk_create(_claim(report) for report in reports)
    _call_for_assessment()
    return claims


def _claim(report: ClaimReport) -> Claim:
    return Claim(
        serial=report.serial,
        product=report.product,
        unit=report.unit,
        reported_at=report.reported_at,
        is_safety=report.is_safety,
        due_since=report.reported_at,
        **{name: getattr(report.stated, name) for name in STATED},
    )


@transaction.atomic
def identify(*, claim: Claim, serial: str, product: Product | None, unit: Unit | None) -> Claim:
    """Another unit is meant than was read at first."""
    claim = lock_claim(claim)
    claim.serial, claim.product, claim.unit = serial, product, unit
    claim.save(update_fields=["serial", "product", "unit"])
    mark_due(Claim.objects.filter(pk=claim.pk))
    return claim


@transaction.atomic
def state_facts(*, claim: Claim, facts: StatedFacts) -> list[str]:
    """Write down what is said now; returns the names of what changed. Raises DomainError for what cannot be."""
    claim = lock_claim(claim)
    _check_possible(claim, facts)
    if facts.exclusion_state == ExclusionState.NONE:
        facts = replace(facts, exclusion="")
    before = StatedFacts.of(claim)
    changed = [name for name in STATED if getattr(facts, name) != getattr(before, name)]
    for name in changed:
        setattr(claim, name, getattr(facts, name))
    if changed:
        claim.save(update_fields=changed)
        mark_due(Claim.objects.filter(pk=claim.pk))
    return changed


def _check_possible(claim: Claim, facts: StatedFacts) -> None:
    latest = timezone.localdate(claim.reported_at) if facts.discovered_on else None
    if facts.discovered_on and latest and not EARLIEST <= facts.discovered_on <= latest:
        raise DomainError(_("The fault cannot have been found on that day."), field="discovered_on")
    if facts.delivered_on and not EARLIEST <= facts.delivered_on <= timezone.localdate():
        raise DomainError(_("It cannot have been delivered on that day."), field="delivered_on")
    if facts.exclusion_state != ExclusionState.NONE and not facts.exclusion:
        raise DomainError(_("Please say which exclusion it is."), field="exclusion")


@transaction.atomic
def mark_due(claims: QuerySet[Claim]) -> int:
    """Have these claims judged again after the commit: facts of theirs have changed."""
    # Whoever judges one of them just now with the old facts is waited for: only then is it seen that it is due again.
    ids = list(
        Claim.objects.filter(pk__in=claims.order_by().values("pk"))
        .order_by("pk")
        .select_for_update(no_key=True)
        .values_list("pk", flat=True)
    )
    count = Claim.objects.filter(pk__in=ids, due_since__isnull=True).update(due_since=timezone.now())
    _call_for_assessment()
    return count


def set_for_all(claims: QuerySet[Claim], **facts: object) -> None:
    """What is so for all of these claims has changed; they are locked in order before it is written."""
    mark_due(claims)
    claims.update(**facts)


def mark_due_by_id(ids: Iterable[int]) -> int:
    """The same, for whoever has only the ids."""
    return mark_due(Claim.objects.filter(pk__in=list(ids)))


def lock_claim(claim: Claim) -> Claim:
    """The fresh row, ours until the transaction ends."""
    return Claim.objects.select_for_update(of=("self",), no_key=True).select_related("product", "unit").get(pk=claim.pk)


def verdict_seen(claim: Claim, seen: int) -> Verdict:
    """The verdict of a locked claim, if it is the one on somebody's screen; raise DomainError where it is not."""
    if claim.verdict is None or claim.verdict_id != seen or claim.due_since is not None:
        raise DomainError(_("The facts have changed meanwhile; please look at the verdict again."))
    return claim.verdict


def _call_for_assessment() -> None:
    transaction.on_commit(partial(wake, ASSESSING))
