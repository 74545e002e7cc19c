"""A row of a list of units, judged: what it says in our terms, or what is wrong in which column."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Partner, PartnerKind
from common.text import clean_line, fold
from warranty.models import Product
from warranty.serials import is_serial, read_serial

DATES: Final = ("manufactured_on", "shipped_on", "sold_on", "first_online_on")
LENGTHS: Final = {"revision": 20, "lot": 40, "firmware": 40}
ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
EARLIEST: Final = date(1990, 1, 1)


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell, in words for whoever made the list."""

    line: int
    column: str
    words: str

    def __str__(self) -> str:
        where = _("Line %(line)d") % {"line": self.line}
        return f"{where}, {self.column}: {self.words}" if self.column else f"{where}: {self.words}"


class CellError(Exception):
    """What is wrong with one cell; the reader knows which."""


class RowReader:
    """Knows the partners and products that a list may name."""

    def __init__(self) -> None:
        self._products = {product.code.upper(): product for product in Product.objects.all()}
        self._letters = {product.serial_letter: product for product in self._products.values()}
        self._partners: dict[str, set[Partner]] = {}
        for partner in Partner.objects.all():
            for word in (partner.code, partner.name):
                self._partners.setdefault(fold(word), set()).add(partner)
        self._latest = timezone.localdate() + timedelta(days=1)

    def read(self, line: int, row: Mapping[str, str]) -> tuple[dict[str, object], list[Problem]]:
        """The row's values by column of the table, and all that is wrong with it."""
        values: dict[str, object] = {}
        problems: list[Problem] = []
        for column, text in row.items():
            try:
                values[column] = self._value(column, text)
            except CellError as error:
                problems.append(Problem(line, column, str(error)))
        if not problems:
            self._complete(values)
            problems += [Problem(line, column, words) for column, words in _crossed(values)]
        return values, problems

    def _value(self, column: str, text: str) -> object:
        match column:
            case "":
                raise CellError(_("There are more cells than columns: “%(text)s”.") % {"text": text[:60]})
            case "serial":
                return _serial(text)
            case "product":
                return self._product(text) if text else None
            case "distributor":
                return self._partner(text, PartnerKind.DISTRIBUTOR) if text else None
            case "reseller":
                return self._partner(text, PartnerKind.RESELLER) if text else None
            case _ if column in DATES:
                return self._date(text) if text else None
            case _:
                return _short(text, LENGTHS[column])

    def _product(self, text: str) -> Product:
        found = self._products.get(text.upper())
        if found is None:
            raise CellError(_("There is no product “%(text)s”.") % {"text": text[:40]})
        return found

    def _partner(self, text: str, kind: PartnerKind) -> Partner:
        found = [partner for partner in self._partners.get(fold(text), ()) if partner.kind == kind]
        words = {"kind": kind.label.lower(), "text": text[:60]}
        if not found:
            raise CellError(_("There is no %(kind)s called “%(text)s”.") % words)
        if len(found) > 1:
            raise CellError(_("More than one %(kind)s is called “%(text)s”; please give the code.") % words)
        return found[0]

    def _date(self, text: str) -> date:
        try:
            day = date.fromisoformat(text if ISO.fullmatch(text) else "")
        except ValueError as error:
            raise CellError(_("“%(text)s” is no date like 2026-03-31.") % {"text": text[:40]}) from error
        if not EARLIEST <= day <= self._latest:
            raise CellError(_("%(day)s lies too far back or in the future.") % {"day": day})
        return day

    def _complete(self, values: dict[str, object]) -> None:
        """What the row leaves open and another of its cells tells."""
        serial, reseller = values.get("serial"), values.get("reseller")
        if isinstance(serial, str) and not values.get("product"):
            values["product"] = self._letters.get(serial[-1])
        if isinstance(reseller, Partner) and not values.get("distributor"):
            values["distributor"] = reseller.distributor_id
        values.update({column: value.pk for column, value in values.items() if isinstance(value, Product | Partner)})


def _serial(text: str) -> str:
    if not text:
        raise CellError(_("The serial number is missing."))
    serial = read_serial(text)
    if not is_serial(serial):
        raise CellError(
            _("“%(text)s” is no serial number: ten digits and a letter, like 2512004713H.") % {"text": text[:40]}
        )
    return serial


def _short(text: str, most: int) -> str:
    line = clean_line(text)
    if len(line) > most:
        raise CellError(_("“%(text)s…” is longer than %(most)d characters.") % {"text": line[:20], "most": most})
    return line


def _crossed(values: Mapping[str, object]) -> list[tuple[str, str]]:
    made = values.get("manufactured_on")
    if not isinstance(made, date):
        return []
    later = [(column, values.get(column)) for column in DATES[1:]]
    return [
        (column, _("%(day)s lies before the manufacture on %(made)s.") % {"day": day, "made": made})
        for column, day in later
        if isinstance(day, date) and day < made
    ]
