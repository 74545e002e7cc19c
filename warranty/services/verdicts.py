"""Deciding a claim: computed from its facts, kept with them, confirmed by a person where it is a refusal."""

from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from warranty.book import book_of_this_moment
from warranty.coverage import judge
from warranty.drafting import attention_for, depends_on_buyer, draft
from warranty.evidence import read_evidence
from warranty.models import Claim, Standing, Verdict
from warranty.selectors.facts import facts_of, first_of_chain, record_of
from warranty.selectors.papers import papers_of
from warranty.services.claims import lock_claim, verdict_seen
from warranty.services.overrides import attention_beside_override

# What makes a verdict another one: if none of these moved, the old one stays.
COMPARED: Final = (
    *("decision", "basis", "reason", "start_on", "commercial_until", "statutory_until", "burden_until", "flags"),
    *("legal", "policy_version_id", "law_version_id", "facts", "papers", "contradictions"),
)
# What the customer and the confirming person looked at: a refusal that says the same again stays confirmed.
SAID: Final = ("decision", "reason", "commercial_until", "statutory_until")


@dataclass(frozen=True)
class Assessed:
    """A claim that was looked at again: its verdict, and the one before where another took its place."""

    claim: Claim
    verdict: Verdict
    before: Verdict | None
    is_new: bool

    @property
    def says_something_new(self) -> bool:
        """Whether people have to hear of it."""
        return self.is_new and (self.before is None or not _says_the_same(self.verdict, self.before))


@transaction.atomic
def judge_claim(*, claim: Claim, open_elsewhere: str = "") -> Assessed:
    """Compute the verdict from the facts as they are now; the same facts leave the verdict that stands.

    `open_elsewhere` is the number under which the same unit is on its way back already.
    """
    claim = lock_claim(claim)
    claim.open_elsewhere = open_elsewhere
    first, book = first_of_chain(claim.unit), book_of_this_moment()
    evidence = read_evidence(papers_of([claim]).get(claim.pk, []), record_of(claim, first))
    facts = facts_of(claim, first, evidence)
    ruling = judge(facts, book)
    depends = not claim.buyer and depends_on_buyer(facts, ruling, book)
    fresh = draft(claim, facts, ruling, evidence, depends=depends)
    before = claim.verdict
    is_new = before is None or not _is_same(fresh, before)
    if is_new:
        _carry_confirmation(fresh, before)
        fresh.save()
        claim.verdict = fresh
    claim.attention = attention_beside_override(claim, attention_for(fresh, evidence, depends=depends))
    claim.due_since = None
    claim.save(update_fields=["open_elsewhere", "verdict", "attention", "due_since"])
    return Assessed(claim, claim.verdict or fresh, before, is_new)


@transaction.atomic
def confirm_verdict(*, claim: Claim, seen: int, user: User) -> Verdict:
    """A person stands behind a refusal: from now on the customer may hear it.

    `seen` is the verdict on their screen; raises DomainError when another has taken its place or it needs nobody.
    """
    claim = lock_claim(claim)
    verdict = verdict_seen(claim, seen)
    if verdict.standing != Standing.TO_CONFIRM:
        raise DomainError(_("This verdict does not wait for a confirmation."))
    verdict.standing, verdict.issued_at, verdict.confirmed_by = Standing.ISSUED, timezone.now(), user
    verdict.save(update_fields=["standing", "issued_at", "confirmed_by"])
    Claim.objects.filter(pk=claim.pk).update(attention="")
    return verdict


def _is_same(fresh: Verdict, before: Verdict) -> bool:
    if fresh.standing != before.standing and not _is_confirmed(fresh, before):
        return False
    return all(getattr(fresh, name) == getattr(before, name) for name in COMPARED)


def _is_confirmed(fresh: Verdict, before: Verdict) -> bool:
    return fresh.standing == Standing.TO_CONFIRM and before.standing == Standing.ISSUED


def _says_the_same(fresh: Verdict, before: Verdict) -> bool:
    return fresh.standing == before.standing and all(getattr(fresh, name) == getattr(before, name) for name in SAID)


def _carry_confirmation(fresh: Verdict, before: Verdict | None) -> None:
    if before is None or not _is_confirmed(fresh, before):
        return
    if all(getattr(fresh, name) == getattr(before, name) for name in SAID):
        fresh.standing, fresh.issued_at, fresh.confirmed_by = Standing.ISSUED, before.issued_at, before.confirmed_by
