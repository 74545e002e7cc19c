"""The book of the terms in force, made of the published rows; a process remembers it for a minute."""

from collections.abc import Iterable
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from common.memory import Memory
from warranty.models import LawVersion, Policy, PolicyVersion, Product
from warranty.terms import Book, LawTerms, PolicyTerms
from warranty.zones import zones_by_country

SAME_IN_POLICY: Final = (
    *("term_months", "start_rule", "id", "valid_from", "online_gap_days", "install_lag_cap_months"),
    *("shipment_cap_months", "deemed_start_days", "tail_days", "doa_days", "paid_repair_days", "notice_months"),
)
SAME_IN_LAW: Final = (
    *("term_months", "id", "valid_from", "burden_months", "counts_from", "suspends_term", "suspends_burden"),
    *("suspends_cover", "repair_adds_months", "repairs_that_add", "renewal", "renewed_burden_months"),
)


def current_book() -> Book:
    """Every version in force; a version published a moment ago is heard of within the minute."""
    return _BOOK.get("in force")


def book_with(draft: PolicyVersion | LawVersion) -> Book:
    """The book as it would be if this draft were published."""
    policies: Iterable[PolicyVersion] = _policies_in_force()
    laws: Iterable[LawVersion] = _laws_in_force()
    if isinstance(draft, PolicyVersion):
        policies = [*(version for version in policies if version.pk != draft.supersedes_id), draft]
    else:
        laws = [*(version for version in laws if version.pk != draft.supersedes_id), draft]
    return _bound(policies, laws)


def policy_code_of(product: Product | None) -> str:
    """The code of the policy that covers a product; empty where none does."""
    if product is not None and product.policy_id is not None:
        return _CODES.get("by id").get(product.policy_id, "")
    return _CODES.get("by id").get(0, "")


def policy_terms(version: PolicyVersion) -> PolicyTerms:
    """The row as the engine reads it."""
    return PolicyTerms(
        policy=version.policy.code,
        models=frozenset(version.models_covered),
        markets=frozenset(version.markets),
        **{name: getattr(version, name) for name in SAME_IN_POLICY},
    )


def law_terms(version: LawVersion) -> LawTerms:
    """The row as the engine reads it."""
    return LawTerms(
        country=version.country.code,
        renewed_term_months=version.renewed_term_months or 0,
        **{name: getattr(version, name) for name in SAME_IN_LAW},
    )


def _policies_in_force() -> Iterable[PolicyVersion]:
    in_force = PolicyVersion.objects.filter(published_at__isnull=False).select_related("policy")
    return in_force.exclude(superseded_by__published_at__isnull=False)


def _laws_in_force() -> Iterable[LawVersion]:
    return LawVersion.objects.filter(published_at__isnull=False).exclude(superseded_by__published_at__isnull=False)


def _bound(policies: Iterable[PolicyVersion], laws: Iterable[LawVersion]) -> Book:
    laws = list(laws)
    return Book.of(
        map(policy_terms, policies),
        map(law_terms, laws),
        zones=zones_by_country({law.country.code: law.time_zone for law in laws}),
        default_zone=ZoneInfo(settings.TIME_ZONE),
    )


def _fresh_book(_key: str) -> Book:
    return _bound(_policies_in_force(), _laws_in_force())


def _fresh_codes(_key: str) -> dict[int, str]:
    policies = list(Policy.objects.all())
    default = next((policy.code for policy in policies if policy.is_default), "")
    return {0: default, **{policy.pk: policy.code for policy in policies}}


_BOOK: Final = Memory(_fresh_book, seconds=60)
_CODES: Final = Memory(_fresh_codes, seconds=60)
