"""Policies and laws as the engine reads them: versions with the days they are valid for, and a book of them all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, tzinfo
from typing import Final

INSTALLATION: Final = "installation"
PURCHASE: Final = "purchase"
NEVER: Final = "never"
ALWAYS: Final = "always"
REPAIR_CHOSEN: Final = "repair_chosen"
DISCOVERY: Final = "discovery"
REPORT: Final = "report"


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyTerms:
    """One version of a policy; `id` is its row, 0 where there is none. Empty models or markets mean all."""

    policy: str
    term_months: int
    start_rule: str
    id: int = 0
    valid_from: date | None = None
    models: frozenset[str] = frozenset()
    markets: frozenset[str] = frozenset()
    online_gap_days: int = 14
    install_lag_cap_months: int | None = None
    shipment_cap_months: int | None = None
    deemed_start_days: int = 90
    tail_days: int = 90
    doa_days: int = 15
    paid_repair_days: int = 90
    notice_months: int = 2

    def covers(self, *, model: str, market: str, sold: date | None) -> bool:
        """Whether this version speaks of such a unit; `sold` is the deciding date, None where nothing is known."""
        return (
            (not self.models or model in self.models)
            and (not self.markets or market in self.markets)
            and (self.valid_from is None or (sold is not None and sold >= self.valid_from))
        )

    @property
    def rank(self) -> tuple[bool, bool, date, int]:
        """The narrower version goes before the wider, then the later before the earlier."""
        return (bool(self.models), bool(self.markets), self.valid_from or date.min, self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class LawTerms:
    """One version of a country's legal guarantee; no burden months means that nothing is presumed."""

    country: str
    term_months: int
    id: int = 0
    valid_from: date | None = None
    burden_months: int | None = None
    counts_from: str = DISCOVERY
    suspends_term: bool = False
    suspends_burden: bool = False
    suspends_cover: bool = False
    repair_adds_months: int = 0
    repairs_that_add: int | None = None
    renewal: str = NEVER
    renewed_term_months: int = 0
    renewed_burden_months: int | None = None

    def renews_after(self, choice: str) -> bool:
        """Whether a replacement starts a new term."""
        return self.renewal == ALWAYS or (self.renewal == REPAIR_CHOSEN and choice == "consumer_chose_repair")


@dataclass(frozen=True)
class Book:
    """Every version in force, ready to be asked: adding a policy or a country adds a line to it and no code."""

    policies: Mapping[str, Sequence[PolicyTerms]]
    laws: Mapping[str, Sequence[LawTerms]]
    zones: Mapping[str, tzinfo] = field(default_factory=dict)
    default_zone: tzinfo = UTC

    @classmethod
    def of(
        cls,
        policies: Iterable[PolicyTerms],
        laws: Iterable[LawTerms],
        *,
        zones: Mapping[str, tzinfo] | None = None,
        default_zone: tzinfo = UTC,
    ) -> "Book":
        """Sort the versions so that the first that fits is the right one."""
        by_policy: dict[str, list[PolicyTerms]] = {}
        for terms in sorted(policies, key=lambda terms: terms.rank, reverse=True):
            by_policy.setdefault(terms.policy, []).append(terms)
        by_country: dict[str, list[LawTerms]] = {}
        for law in sorted(laws, key=lambda law: (law.valid_from or date.min, law.id), reverse=True):
            by_country.setdefault(law.country, []).append(law)
        return cls(by_policy, by_country, zones or {}, default_zone)

    def policy_for(self, policy: str, *, model: str, market: str, sold: date | None) -> PolicyTerms | None:
        """The version that speaks of such a unit."""
        for terms in self.policies.get(policy, ()):
            if terms.covers(model=model, market=market, sold=sold):
                return terms
        return None

    def law_for(self, country: str, *, contract: date) -> LawTerms | None:
        """The law for a contract of that day; None for a country without a fixed term."""
        for law in self.laws.get(country, ()):
            if law.valid_from is None or contract >= law.valid_from:
                return law
        return None

    def zone_of(self, country: str) -> tzinfo:
        """Where the country's days begin and end."""
        return self.zones.get(country, self.default_zone)
