"""A person decides otherwise than the rules: with a role, a reason and an end, beside the verdict and never in it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role, role_of
from common.errors import DomainError
from warranty.decisions import Decision
from warranty.models import Attention, Claim, Override, Verdict
from warranty.services.claims import lock_claim, mark_due, verdict_seen

OWNER: Final = "owner"
# For how many days an override may hold, by the role of whoever makes it.
MOST_DAYS: Final[Mapping[str, int]] = {Role.ENGINEER: 90}
MOST_DAYS_OF_OTHERS: Final = 5 * 365
MOST_CENTS: Final = 10_000_000
# What somebody has to do first is asked for, not decided by hand.
CHOICES: Final = (Decision.IN_WARRANTY, Decision.OUT_OF_WARRANTY, Decision.VOID)


@dataclass(frozen=True)
class NewOverride:
    """What somebody decides; `seen` is the verdict on their screen, `cost` what goodwill costs us, in cents."""

    decision: str
    reason: str
    expires_on: date
    seen: int
    is_goodwill: bool = False
    cost: int = 0
    currency: str = ""

    @property
    def needs_second(self) -> bool:
        return self.is_goodwill and self.cost > settings.GOODWILL_LIMIT


@transaction.atomic
def override_verdict(*, claim: Claim, wanted: NewOverride, user: User) -> Override:
    """Let another decision stand beside the verdict; costly goodwill holds only once somebody else has agreed.

    Raises DomainError for whoever may not, for a verdict that has changed meanwhile, and while another one stands.
    """
    claim, at = lock_claim(claim), timezone.now()
    role = _role_for(user, "warranty.add_override")
    verdict = verdict_seen(claim, wanted.seen)
    _check_wanted(wanted, verdict, role=role)
    expired = _check_none_stands(claim)
    if expired is not None:
        _end(expired)
    override = Override.objects.create(
        claim=claim,
        verdict=verdict,
        decision=wanted.decision,
        is_goodwill=wanted.is_goodwill,
        reason=wanted.reason,
        cost=wanted.cost,
        currency=wanted.currency,
        role=role,
        made_by=user,
        made_at=at,
        needs_second=wanted.needs_second,
        expires_on=wanted.expires_on,
    )
    _note_attention(claim, Attention.TO_CONFIRM if override.needs_second else "")
    return override


@transaction.atomic
def second_override(*, override: Override, user: User) -> Override:
    """A second person agrees: from now on it holds. Nobody can be the second to themselves."""
    override = _lock_standing(override)
    _role_for(user, "warranty.change_override")
    if not override.waits_for_second:
        raise DomainError(_("This override waits for nobody."))
    if override.made_by_id == user.pk:
        raise DomainError(_("Somebody else has to agree: nobody is the second to their own override."))
    override.seconded_by, override.seconded_at = user, timezone.now()
    override.save(update_fields=["seconded_by", "seconded_at"])
    _note_attention(override.claim, "")
    return override


@transaction.atomic
def withdraw_override(*, override: Override, user: User) -> Override:
    """What the rules say holds again."""
    override = _lock_standing(override)
    _role_for(user, "warranty.add_override")
    return _end(override)


@transaction.atomic
def end_if_expired(*, override: Override) -> Override:
    """Its day has passed; raise DomainError if it was withdrawn or still holds."""
    override = _lock_unwithdrawn(override)
    if not _is_expired(override):
        raise DomainError(_("This override still holds."))
    return _end(override)


def attention_beside_override(claim: Claim, computed: str) -> str:
    """What is left for a person to do where an override stands: the papers, or to agree to it."""
    override = claim.overrides.filter(withdrawn_at=None, expires_on__gte=timezone.localdate()).first()
    if override is None or computed == Attention.TO_VERIFY:
        return computed
    return Attention.TO_CONFIRM if override.waits_for_second else ""


def _end(override: Override) -> Override:
    override.withdrawn_at = timezone.now()
    override.save(update_fields=["withdrawn_at"])
    mark_due(Claim.objects.filter(pk=override.claim_id))
    return override


def _lock_standing(override: Override) -> Override:
    override = _lock_unwithdrawn(override)
    if _is_expired(override):
        raise DomainError(_("This override has expired."))
    return override


def _lock_unwithdrawn(override: Override) -> Override:
    """The fresh row; the claim is locked first, as everywhere."""
    lock_claim(override.claim)
    override = Override.objects.select_for_update(of=("self",)).select_related("claim").get(pk=override.pk)
    if override.withdrawn_at is not None:
        raise DomainError(_("This override was withdrawn meanwhile."))
    return override


def _role_for(user: User, permission: str) -> str:
    if not user.has_perm(permission):
        raise DomainError(_("Your role may not do this; please ask a manager."))
    return role_of(user) or OWNER


def _check_none_stands(claim: Claim) -> Override | None:
    """The override that was in force last, if its day has passed."""
    standing = claim.overrides.filter(withdrawn_at=None).first()
    if standing is not None and not _is_expired(standing):
        raise DomainError(_("An override stands already; withdraw that one first."))
    return standing


def _is_expired(override: Override) -> bool:
    return override.expires_on < timezone.localdate()


def _check_wanted(wanted: NewOverride, verdict: Verdict, *, role: str) -> None:
    for check in (_check_decision, _check_expiry, _check_cost):
        check(wanted, verdict, role)
    if not wanted.reason.strip():
        raise DomainError(_("Please say why."), field="reason")


def _check_decision(wanted: NewOverride, verdict: Verdict, _role: str) -> None:
    if wanted.decision not in CHOICES:
        raise DomainError(_("Please choose a decision."), field="decision")
    if wanted.decision == verdict.decision:
        raise DomainError(_("That is what the rules say already."), field="decision")
    if wanted.is_goodwill and wanted.decision != Decision.IN_WARRANTY:
        raise DomainError(_("Goodwill can only mean that the unit is covered."), field="is_goodwill")


def _check_expiry(wanted: NewOverride, _verdict: Verdict, role: str) -> None:
    today = timezone.localdate()
    latest = today + timedelta(days=MOST_DAYS.get(role, MOST_DAYS_OF_OTHERS))
    if wanted.expires_on < today:
        raise DomainError(_("This day has passed."), field="expires_on")
    if wanted.expires_on > latest:
        sentence = _("Your overrides may hold until %(day)s at most; a manager may decide for longer.")
        raise DomainError(sentence % {"day": date_format(latest)}, field="expires_on")


def _check_cost(wanted: NewOverride, _verdict: Verdict, _role: str) -> None:
    if not wanted.is_goodwill:
        return
    if not 0 < wanted.cost <= MOST_CENTS:
        raise DomainError(_("Please say what the goodwill costs us."), field="cost")
    if not wanted.currency:
        raise DomainError(_("Please say in which currency."), field="currency")


def _note_attention(claim: Claim, attention: str) -> None:
    Claim.objects.filter(pk=claim.pk).exclude(attention=Attention.TO_VERIFY).update(attention=attention)
