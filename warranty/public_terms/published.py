"""The terms that were ever published, for the page on which a verdict can be traced to them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F

from common.text import fold
from warranty.book import law_terms, policy_terms
from warranty.models import LawVersion, PolicyVersion
from warranty.public_terms.words import contracts_in_words, law_in_words, policy_in_words


@dataclass(frozen=True)
class PublishedPolicy:
    """One version of a policy in the active language; `replaced_by` is the number of the version that followed it."""

    version: PolicyVersion
    replaced_by: int | None
    rows: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class PublishedLaw:
    """One version of a country's law in the active language."""

    version: LawVersion
    replaced_by: int | None
    contracts: str
    after: Sequence[str]


@dataclass(frozen=True)
class Published:
    """Everything that was published, in force and not."""

    policies: Sequence[PublishedPolicy]
    laws: Sequence[PublishedLaw]
    changed_at: datetime | None


def published() -> Published:
    """All versions in the order in which they are read; two statements."""
    policies = list(_published_policies())
    laws = sorted(_published_laws(), key=lambda law: fold(str(law.version.country.name)))
    every = [*(p.version.published_at for p in policies), *(law.version.published_at for law in laws)]
    return Published(policies, laws, max((at for at in every if at), default=None))


def _published_policies() -> Iterable[PublishedPolicy]:
    rows = PolicyVersion.objects.filter(published_at__isnull=False).select_related("policy", "superseded_by")
    for version in rows.order_by("policy__code", "pk"):
        yield PublishedPolicy(version, _successor(version), policy_in_words(policy_terms(version)))


def _published_laws() -> Iterable[PublishedLaw]:
    rows = LawVersion.objects.filter(published_at__isnull=False).select_related("superseded_by")
    laws = list(rows.order_by(F("valid_from").asc(nulls_first=True), "pk"))
    for law in laws:
        contracts = contracts_in_words(law.valid_from, _next_day(law, laws))
        yield PublishedLaw(law, _successor(law), contracts, law_in_words(law_terms(law)))


def _next_day(law: LawVersion, laws: Iterable[LawVersion]) -> date | None:
    """The day from which contracts in the same country fall under another version in force."""
    others = (other.valid_from for other in laws if other.country == law.country and _successor(other) is None)
    return min((on for on in others if on and (law.valid_from is None or on > law.valid_from)), default=None)


def _successor(version: PolicyVersion | LawVersion) -> int | None:
    """The number of the published version that took this one's place; a draft takes nobody's."""
    follower = getattr(version, "superseded_by", None)
    return follower.pk if follower is not None and follower.published_at else None
