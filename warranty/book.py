"""The book of the terms in force, made of the published rows; a process remembers it for a minute."""

from collections.abc import Iterable
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import Max, Subquery, Value

from common.memory import Memory
from warranty.models import LawVersion, Policy, PolicyVersion, Product
from warranty.terms import Book, LawTerms, PolicyTerms
from warranty.zones import zones_by_country

DEFAULT: Final = 0
SAME_IN_POLICY: Final = (
    *("term_months", "start_rule", "id", "valid_from", "online_gap_days", "install_lag_cap_months"),
    *("shipment_cap_months", "deemed_start_days", "tail_days", "doa_days", "paid_repair_days", "notice_months"),
)
SAME_IN_LAW: Final = (
    *("term_months", "id", "valid_from", "burden_months", "counts_from", "suspends_term", "suspends_burden"),
    *("suspends_cover", "repair_adds_months", "repairs_that_add", "renewal", "renewed_burden_months"),
)


Stamp = tuple[tuple[object, ...], ...]


class InForce(NamedTuple):
    """The book and the codes of the policies as they were at one moment, told apart from others by the stamp."""

    stamp: Stamp
    book: Book
    codes: dict[int, str]


def current_book() -> Book:
    """Every version in force; a version published a moment ago is heard of within the minute."""
    return _MEMORY.get("in force").book


def book_of_this_moment() -> Book:
    """The same for whoever decides: what was published, or made the default, a moment ago is heard of at once."""
    if _MEMORY.get("in force").stamp != _stamp():
        forget_book()
    return current_book()


def forget_book() -> None:
    """Said by whoever has changed the terms."""
    _MEMORY.forget()


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
    own = product.policy_id if product else None
    return _MEMORY.get("in force").codes.get(own or DEFAULT, "")


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


def _fresh(_key: str) -> InForce:
    # First the stamp: what is published between the two is then noticed, and only read once more.
    return InForce(_stamp(), _bound(_policies_in_force(), _laws_in_force()), _fresh_codes())


def _fresh_codes() -> dict[int, str]:
    policies = list(Policy.objects.all())
    default = next((policy.code for policy in policies if policy.is_default), "")
    return {DEFAULT: default, **{policy.pk: policy.code for policy in policies}}


def _stamp() -> Stamp:
    """Differs as soon as anything was published or a policy was changed; one statement on three small tables."""
    policies = PolicyVersion.objects.order_by().values(one=Value(1)).annotate(last=Max("published_at")).values("last")
    laws = LawVersion.objects.order_by().values(one=Value(1)).annotate(last=Max("published_at")).values("last")
    rows = Policy.objects.annotate(policies=Subquery(policies), laws=Subquery(laws)).order_by("pk")
    return tuple(rows.values_list("pk", "code", "is_default", "policies", "laws"))


_MEMORY: Final = Memory(_fresh, seconds=60)
