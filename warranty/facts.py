"""What the engine is told of one claim: plain values, read from rows, a file or a test alike."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Final


class SerialStatus(StrEnum):
    """What is known of the plate."""

    OK = "ok"
    UNKNOWN = "unknown"
    OTHER_BRAND = "other_brand"
    DEFACED = "defaced"


class Mark(StrEnum):
    """What is noted of the unit, of the report or of its invoice."""

    SAFETY_SYMPTOM = "safety_symptom"
    STOLEN = "stolen"
    CLONE = "clone"
    REPLACED = "replaced"
    OPEN_RMA = "open_rma"
    INVOICE_QTY_EXCEEDED = "invoice_qty_exceeded"
    INVOICE_MODEL_MISMATCH = "invoice_model_mismatch"
    RESELLER_UNKNOWN = "reseller_unknown"


class BuyerKind(StrEnum):
    """Who bought; the legal guarantee is the first consumer's alone."""

    CONSUMER = "consumer"
    BUSINESS = "business"
    SECOND_OWNER = "second_owner"


class Source(StrEnum):
    """Evidence that can prove a start, and the charger's own log, which can prove when a fault was found."""

    INVOICE = "invoice"
    INSTALL_CERT = "install_cert"
    TELEMETRY = "telemetry"
    SELLOUT = "sellout"
    LOG = "log"


class Exclusion(StrEnum):
    """How far an exclusion of the policy has come."""

    NONE = "none"
    ALLEGED = "alleged"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Stay:
    """A time at the trader's: `kind` is repair, replace or paid, `choice` whose it was or which fault."""

    kind: str
    choice: str
    handed_over: date
    returned: date | None = None


@dataclass(frozen=True, slots=True)
class Facts:
    """One claim; a date that is given is known, whatever `evidence` lists, but a start needs its evidence listed."""

    policy: str
    model: str
    reported_at: datetime
    serial_status: str = SerialStatus.OK
    marks: frozenset[str] = frozenset()
    buyer: str = BuyerKind.CONSUMER
    country: str = ""
    contract_on: date | None = None
    manufactured_on: date | None = None
    shipped_on: date | None = None
    sold_on: date | None = None
    delivered_on: date | None = None
    installed_on: date | None = None
    first_online_on: date | None = None
    evidence: frozenset[str] = frozenset()
    discovered_on: date | None = None
    history: tuple[Stay, ...] = field(default=())
    exclusion: str = Exclusion.NONE
    exclusion_kind: str = ""


NAMES: Final = tuple(column.name for column in fields(Facts))
DATES: Final = frozenset(name for name in NAMES if name.endswith("_on"))


def facts_to_json(facts: Facts) -> dict[str, Any]:
    """The facts as they are kept beside a verdict: what says nothing is left out, so that they can be read."""
    kept: dict[str, Any] = {}
    for name in NAMES:
        value = getattr(facts, name)
        if value:
            kept[name] = _to_json(value)
    return kept


def facts_from_json(kept: dict[str, Any]) -> Facts:
    """The facts of a verdict again, to judge them under other terms."""
    # A product that nobody knows has neither; what says nothing was left out.
    return Facts(**{"policy": "", "model": "", **{name: _from_json(name, value) for name, value in kept.items()}})


def _to_json(value: Any) -> Any:  # noqa: ANN401  values of every kind that Facts has
    match value:
        case date():
            return value.isoformat()
        case frozenset():
            return sorted(value)
        case tuple():
            return [
                [stay.kind, stay.choice, stay.handed_over.isoformat(), stay.returned and stay.returned.isoformat()]
                for stay in value
            ]
        case _:
            return str(value)


def _from_json(name: str, value: Any) -> Any:  # noqa: ANN401
    if name in DATES:
        return date.fromisoformat(value)
    if name == "reported_at":
        return datetime.fromisoformat(value)
    if name == "history":
        return tuple(
            Stay(kind, choice, date.fromisoformat(over), date.fromisoformat(back) if back else None)
            for kind, choice, over, back in value
        )
    return frozenset(value) if isinstance(value, list) else value
