"""A paper and a unit as evidence is read from them: plain values, whatever they were loaded from."""

from dataclasses import dataclass
from datetime import date
from typing import Final

INVOICE: Final = "invoice"
CERTIFICATE: Final = "certificate"
PENDING: Final = "pending"
VERIFIED: Final = "verified"
REJECTED: Final = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper as it bears on one claim; what a pending one says was only read by a machine."""

    sha256: str
    kind: str = INVOICE
    state: str = PENDING
    id: int = 0
    dated_on: date | None = None
    # The other way to read the date, where there is one.
    or_dated_on: date | None = None
    issuer: str = ""
    is_known_partner: bool = False
    number: str = ""
    quantity: int = 1
    # How many different units are claimed on the same seller, number and model, this one included.
    used_by: int = 1
    product_code: str = ""
    serials: tuple[str, ...] = ()
    # Other units that are claimed with the same file, or with the same number of the same seller.
    reused_in: tuple[str, ...] = ()
    number_reused_in: tuple[str, ...] = ()

    @property
    def readings(self) -> tuple[date, ...]:
        """The days that its date may mean, the earlier first."""
        return tuple(sorted({day for day in (self.dated_on, self.or_dated_on) if day is not None}))


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRecord:
    """What our own registry says of the unit; it needs nobody to verify it."""

    serial: str = ""
    product_code: str = ""
    manufactured_on: date | None = None
    sold_on: date | None = None
    first_online_on: date | None = None


def is_for_another_model(paper: Paper, unit: UnitRecord) -> bool:
    is_said = paper.state == VERIFIED and bool(paper.product_code) and bool(unit.product_code)
    return is_said and paper.product_code != unit.product_code
