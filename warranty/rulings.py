"""What the engine answers: the decision, how it came about step by step, and what follows from it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final, NamedTuple

from warranty.decisions import Basis, Decision


class Reason(StrEnum):
    """Why; an exclusion has a reason of its own kind, EXCL_ and the kind in capitals."""

    NOT_OUR_PRODUCT = "NOT_OUR_PRODUCT"
    SERIAL_UNKNOWN = "SERIAL_UNKNOWN"
    SERIAL_DEFACED = "SERIAL_DEFACED"
    STOLEN_FLAG = "STOLEN_FLAG"
    CLONE_SUSPECTED = "CLONE_SUSPECTED"
    REPLACED_SERIAL = "REPLACED_SERIAL"
    DUPLICATE_OPEN = "DUPLICATE_OPEN"
    INVOICE_FUTURE = "INVOICE_FUTURE"
    INVOICE_BEFORE_MANUFACTURE = "INVOICE_BEFORE_MANUFACTURE"
    INVOICE_QTY_EXCEEDED = "INVOICE_QTY_EXCEEDED"
    INVOICE_MODEL_MISMATCH = "INVOICE_MODEL_MISMATCH"
    RESELLER_UNKNOWN = "RESELLER_UNKNOWN"
    NO_POLICY = "NO_POLICY"
    START_INSTALL = "START_INSTALL"
    START_TELEMETRY = "START_TELEMETRY"
    START_PURCHASE = "START_PURCHASE"
    INSTALL_LAG_CAP = "INSTALL_LAG_CAP"
    CAP = "CAP"
    PROOF_OF_PURCHASE = "PROOF_OF_PURCHASE"
    STATUTORY_ONLY = "STATUTORY_ONLY"
    STATUTORY_POSSIBLE = "STATUTORY_POSSIBLE"
    TAIL90 = "TAIL90"
    LATE_TAIL = "LATE_TAIL"
    REPAIR_WARRANTY = "REPAIR_WARRANTY"
    EXPIRED = "EXPIRED"
    LATE_NOTICE = "LATE_NOTICE"
    DOA = "DOA"


class Flag(StrEnum):
    """What a person should see beside the decision."""

    SAFETY_LANE = "SAFETY_LANE"
    DATE_CONFLICT = "DATE_CONFLICT"
    DEEMED_START = "DEEMED_START"
    PROOF_WANTED = "PROOF_WANTED"
    SELLER_CHECK = "SELLER_CHECK"
    PENDING_INSPECTION = "PENDING_INSPECTION"
    BURDEN_ON_CONSUMER = "BURDEN_ON_CONSUMER"


class Legal(StrEnum):
    """How the legal guarantee stands; possible means that it was not or cannot be computed, and a person must look."""

    NONE = "none"
    OPEN = "open"
    POSSIBLE = "possible"
    CLOSED = "closed"


class Payer(StrEnum):
    """Who would pay."""

    MAKER = "maker"
    SELLER = "seller"
    CUSTOMER = "customer"
    UNDECIDED = "undecided"


EXCLUDED: Final = "EXCL_"
REFUSALS: Final = frozenset({Decision.VOID, Decision.OUT_OF_WARRANTY})


class Step(NamedTuple):
    """One rule that was asked: its number, what it looked at, what came of it."""

    rule: str
    inputs: Mapping[str, Any]
    result: str


@dataclass(frozen=True, slots=True)
class Ruling:
    """The verdict of the engine, with the row ids of the versions that it used (0 for none)."""

    decision: Decision
    basis: Basis
    reason: str
    start: date | None
    end_commercial: date | None
    end_statutory: date | None
    burden_until: date | None
    flags: tuple[str, ...]
    legal: Legal
    policy_version: int
    law_version: int
    trace: tuple[Step, ...]


def payer_of(decision: str, basis: str, legal: str) -> Payer:
    """Commercial cover is the maker's; the legal guarantee alone the seller's; a refusal the customer's, unless the
    legal track is open or possible."""
    if decision == Decision.IN_WARRANTY:
        return Payer.SELLER if basis == Basis.STATUTORY else Payer.MAKER
    if decision in REFUSALS and legal in {Legal.NONE, Legal.CLOSED}:
        return Payer.CUSTOMER
    return Payer.UNDECIDED
