"""What was made and sold: products, partners, units with their sales chain; safe to lay on top of what is there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Final

from django.utils import timezone

from accounts.models import Partner, PartnerKind
from common.copying import Table
from warranty.models import Product, Unit

# Code, letter at the end of the serial, share of what is sold.
PRODUCTS: Final = (("HALO", "H", 40), ("AURA", "A", 25), ("DAWN", "D", 20), ("LUNA", "L", 10), ("AMPGUARD", "G", 5))
COUNTRIES: Final = (("SE", "sv"), ("FR", "fr"), ("NO", "en"), ("IE", "en"), ("BE", "fr"), ("FI", "sv"))
HEADS: Final = (
    "Volta",
    "Nord",
    "Ampère",
    "Clair",
    "Strøm",
    "Lumen",
    "Öresund",
    "Rhône",
    "Delta",
    "Fjord",
    "Kelvin",
    "Arc",
)
TAILS: Final = ("Elec", "Laddning", "Énergie", "El", "Charging", "Power", "Mobilité", "Installation")
DISTRIBUTOR_TAILS: Final = ("Distribution", "Grossist", "Wholesale")
RESELLERS_PER_DISTRIBUTOR: Final = 4
OLDEST_DAYS: Final = 5 * 365


@dataclass(frozen=True)
class SoldUnit:
    id: int
    serial: str
    product_id: int
    product: str
    manufactured_on: date | None
    shipped_on: date | None
    sold_on: date | None
    first_online_on: date | None


_SOLD: Final = (
    *("id", "serial", "product_id", "product__code", "manufactured_on", "shipped_on", "sold_on", "first_online_on"),
)


def make_products() -> dict[str, Product]:
    """The five of the demo, by code; what another hand has changed stays as it is."""
    for code, letter, _share in PRODUCTS:
        Product.objects.get_or_create(code=code, defaults={"name": code, "serial_letter": letter})
    return {product.code: product for product in Product.objects.all()}


def make_partners(count: int, rng: Random) -> list[Partner]:
    """So many in all: a distributor for each four resellers; returns the resellers."""
    distributors = max(1, round(count / (RESELLERS_PER_DISTRIBUTOR + 1)))
    above = [_partner(PartnerKind.DISTRIBUTOR, number, None, rng) for number in range(1, distributors + 1)]
    below = range(1, max(1, count - distributors) + 1)
    return [_partner(PartnerKind.RESELLER, number, above[number % len(above)], rng) for number in below]


def _partner(kind: PartnerKind, number: int, distributor: Partner | None, rng: Random) -> Partner:
    country, language = COUNTRIES[number % len(COUNTRIES)]
    tails = TAILS if distributor else DISTRIBUTOR_TAILS
    name = f"{HEADS[number % len(HEADS)]} {tails[number % len(tails)]}"
    code = f"{'R' if distributor else 'D'}{number:03}"
    facts = {
        "name": name if number <= len(HEADS) else f"{name} {number}",
        "kind": kind,
        "distributor": distributor,
        "email": f"{code.lower()}@partner.example",
        "phone": f"+46 8 {rng.randrange(100, 999)} {rng.randrange(10, 99)} {rng.randrange(10, 99)}",
        "country": country,
        "language": language,
    }
    return Partner.objects.get_or_create(code=code, defaults=facts)[0]


def make_units(wanted: int, resellers: Sequence[Partner], rng: Random) -> list[SoldUnit]:
    """At least so many units in the registry; returns them all."""
    products = make_products()
    missing = wanted - Unit.objects.count()
    if missing > 0:
        _copy_units(missing, products, resellers, rng)
    rows = Unit.objects.filter(product__isnull=False).order_by("id").values_list(*_SOLD)
    return [SoldUnit(*row) for row in rows[: max(wanted, 1)]]


def _copy_units(count: int, products: dict[str, Product], resellers: Sequence[Partner], rng: Random) -> None:
    codes, shares = [row[0] for row in PRODUCTS], [row[2] for row in PRODUCTS]
    columns = ("serial", "product", "revision", "lot", "firmware", "manufactured_on", "shipped_on", "distributor")
    table = Table(Unit, (*columns, "reseller", "sold_on", "first_online_on"))
    known, first = set(Unit.objects.values_list("serial", flat=True)), Unit.objects.count() + 1
    for number in range(first, first + count):
        product = products[rng.choices(codes, shares)[0]]
        table.add(*_unit(number, product, rng.choice(resellers), known, rng))
    table.flush()


def _unit(number: int, product: Product, reseller: Partner, known: set[str], rng: Random) -> tuple[object, ...]:
    made = timezone.localdate() - timedelta(days=rng.randrange(60, OLDEST_DAYS))
    year, week, _day = made.isocalendar()
    serial = f"{year % 100:02}{week:02}{number % 1_000_000:06}{product.serial_letter}"
    while serial in known:
        number += 1
        serial = f"{year % 100:02}{week:02}{number % 1_000_000:06}{product.serial_letter}"
    known.add(serial)
    shipped = made + timedelta(days=rng.randrange(5, 30))
    sold = shipped + timedelta(days=rng.randrange(3, 25)) if rng.random() < 0.8 else None  # noqa: PLR2004
    online = sold + timedelta(days=rng.randrange(1, 10)) if sold and rng.random() < 0.7 else None  # noqa: PLR2004
    firmware = f"{rng.choice((4, 5, 6))}.{rng.randrange(10)}.{rng.randrange(10)}"
    lot = f"L{year % 100:02}{week:02}{rng.choice('AB')}"
    chain = (reseller.distributor_id, reseller.pk)
    return (serial, product.pk, rng.choice("ABC"), lot, firmware, made, shipped, *chain, sold, online)
