"""The cells of a list, read column by column: what each says, as COPY takes it, or what is wrong with it."""

import re
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Final

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Partner, PartnerKind
from common.copying import copy_text
from common.text import clean_line, fold
from warranty.lists.problems import CellError
from warranty.models import Product
from warranty.periods import EARLIEST
from warranty.serials import SHAPE, is_serial, read_serial

DATES: Final = ("manufactured_on", "shipped_on", "sold_on", "first_online_on")
LENGTHS: Final = {"revision": 20, "lot": 40, "firmware": 40}
PARTNERS: Final = {"distributor": PartnerKind.DISTRIBUTOR, "reseller": PartnerKind.RESELLER}
ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# Where a spreadsheet begins to reckon; a lone dash and a negative number are text.
FORMULA: Final = re.compile(r"[=+@]|-[^\d\s]")
NOTHING: Final = copy_text(None)
MOST_REMEMBERED: Final = 20_000

Reader = Callable[[str], str]


class Remembered(dict[str, str]):
    """A reader that reads each text once: a million rows name the same few products, partners and days."""

    def __init__(self, read: Reader) -> None:
        self._read = read

    def __missing__(self, cell: str) -> str:
        text = cell.strip()
        if FORMULA.match(text):
            raise CellError(_("“%(text)s” is a formula, and only plain text is taken in.") % {"text": text[:40]})
        value = self._read(text)
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        self[cell] = value
        return value


def readers_of(headings: Sequence[str]) -> list[Reader]:
    """One for each column; each raises CellError for a cell that cannot be taken in."""
    return [_reader_of(heading) for heading in headings]


def _reader_of(heading: str) -> Reader:
    if heading == "serial":
        return read_plate
    if heading == "product":
        return Remembered(_product_reader()).__getitem__
    if heading in PARTNERS:
        return Remembered(_partner_reader(PARTNERS[heading])).__getitem__
    if heading in DATES:
        return Remembered(_date_reader()).__getitem__
    return Remembered(_text_reader(LENGTHS[heading])).__getitem__


def read_plate(text: str) -> str:
    """A serial in any spelling; those that stand as on the plate, which are nearly all, are not looked at twice."""
    if SHAPE.fullmatch(text):
        return text
    if not text.strip():
        raise CellError(_("The serial number is missing."))
    serial = read_serial(text)
    if not is_serial(serial):
        words = _("“%(text)s” is no serial number: ten digits and a letter, like 2512004713H.")
        raise CellError(words % {"text": text.strip()[:40]})
    return serial


def _product_reader() -> Reader:
    known = {product.code.upper(): str(product.pk) for product in Product.objects.all()}

    def read(text: str) -> str:
        if not text:
            return NOTHING
        if text.upper() not in known:
            raise CellError(_("There is no product “%(text)s”.") % {"text": text[:40]})
        return known[text.upper()]

    return read


def _partner_reader(kind: PartnerKind) -> Reader:
    known: dict[str, set[int]] = {}
    for pk, code, name in Partner.objects.filter(kind=kind).values_list("pk", "code", "name"):
        known.setdefault(fold(code), set()).add(pk)
        known.setdefault(fold(name), set()).add(pk)

    def read(text: str) -> str:
        if not text:
            return NOTHING
        found = known.get(fold(text), set())
        words = {"kind": kind.label.lower(), "text": text[:60]}
        if not found:
            raise CellError(_("There is no %(kind)s called “%(text)s”.") % words)
        if len(found) > 1:
            raise CellError(_("More than one %(kind)s is called “%(text)s”; please give the code.") % words)
        return str(next(iter(found)))

    return read


def _date_reader() -> Reader:
    latest = timezone.localdate() + timedelta(days=1)

    def read(text: str) -> str:
        if not text:
            return NOTHING
        try:
            day = date.fromisoformat(text if ISO.fullmatch(text) else "")
        except ValueError as error:
            raise CellError(_("“%(text)s” is no date like 2026-03-31.") % {"text": text[:40]}) from error
        if not EARLIEST <= day <= latest:
            raise CellError(_("%(day)s lies too far back or in the future.") % {"day": day})
        return text

    return read


def _text_reader(most: int) -> Reader:
    def read(text: str) -> str:
        line = clean_line(text, limit=most + 1)
        if len(line) > most:
            raise CellError(_("“%(text)s…” is longer than %(most)d characters.") % {"text": line[:20], "most": most})
        return copy_text(line)

    return read
