"""Dates as people print them on invoices: every reading that is possible, and which of them the paper says it is."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from common.text import fold

# What we sold is younger, and so is every paper of it.
EARLIEST: Final = date(2000, 1, 1)
CENTURY: Final = 2000
MONTHS_IN_YEAR: Final = 12
MOST: Final = 12
ISO: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)([-./])(\d{1,2})\2(\d{1,2})(?!\d)")
NUMERIC: Final = re.compile(
    r"(?<![\d./-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?((?:19|20)\d\d|\d\d)(?![\d])(?![./-]\d)"
)
DAY_MONTH: Final = re.compile(
    r"(?<!\d)(\d{1,2})(?:er|st|nd|rd|th|:e|\.)?\s+(?:of\s+|de\s+)?([a-z]{3,10})\.?,?\s+((?:19|20)\d\d)(?!\d)"
)
MONTH_DAY: Final = re.compile(r"(?<![a-z])([a-z]{3,10})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?!\d)")
# English, French and Swedish, and where they differ Norwegian, Danish and German; folded.
MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv januari januar",
            "february feb fevrier fevr fev februari februar",
            "march mar mars marz maerz",
            "april apr avril avr",
            "may mai maj",
            "june jun juin juni",
            "july jul juillet juil juli",
            "august aug aout augusti",
            "september sep sept septembre",
            "october oct octobre oktober okt",
            "november nov novembre",
            "december dec decembre desember des dezember dez",
        ),
        start=1,
    )
    for name in names.split()
}
# What stands just before a date says what it is the date of; the nearest word decides.
OURS: Final = re.compile(
    r"date de (?:la )?facture|date de facturation|date d.?achat|date de vente|date d.?emission|facture du|achete le|"
    r"invoice date|date of (?:issue|invoice|purchase|sale)|purchase date|sold on|issued(?: on)?|"
    r"faktura ?datum|kvitto ?datum|inkops ?datum|kop ?datum|forsaljnings ?datum|faktura ?dato|rechnungsdatum|"
    r"installation date|date of installation|installed on|date d.?installation|date de pose|mise en service|"
    r"installations ?datum|driftsatt|installerad|installations ?dato"
)
ANY: Final = re.compile(r"\bdate\b|\bdatum\b|\bdato\b|\ble\b|\bden\b|\bdated\b")
NOT_OURS: Final = re.compile(
    r"echeance|date limite|payable|a payer|reglement|valable|commande|livraison|naissance|due|valid|order|deliver|"
    r"birth|expir|forfallo|forfall|betal|leverans|levering|bestall|giltig|falligkeit|liefer|print|imprime|utskriv"
)
REACH: Final = 48
WORDS: Final = {2: OURS, 1: ANY, -1: NOT_OURS}


@dataclass(frozen=True)
class FoundDate:
    """A date on a paper: how it is most likely meant here, and the other way to read it where there is one."""

    on: date
    written: str
    or_on: date | None = None
    # 2: the paper calls it the date of sale or installation; 1: just a date; 0: nothing; -1: of something else.
    weight: int = 0


def find_dates(text: str, *, until: date) -> list[FoundDate]:
    """The dates that the paper may be from, the likeliest first; what lies after `until` is no reading at all."""
    folded = fold(text)
    dates, last = [], 0
    for at, found in sorted(_all(folded), key=lambda place: place[0]):
        dates.append(replace(found, weight=_weight(folded[max(at - REACH, last) : at])))
        last = at + len(found.written)
    possible = [kept for date_ in _in_one_order(dates) if (kept := _possible(date_, until))]
    best: dict[date, FoundDate] = {}
    for date_ in sorted(possible, key=lambda d: -d.weight):
        best.setdefault(date_.on, date_)
    return list(best.values())[:MOST]


def clear_date(dates: Sequence[FoundDate]) -> FoundDate | None:
    """The one that the paper itself singles out; None where it is left to a person to choose."""
    by_weight = defaultdict(list)
    for date_ in dates:
        by_weight[date_.weight].append(date_)
    for weight in (2, 1, 0):
        if by_weight[weight]:
            return by_weight[weight][0] if len(by_weight[weight]) == 1 else None
    return None


def _all(text: str) -> Iterator[tuple[int, FoundDate]]:
    for match in ISO.finditer(text):
        yield from _made(match, match[1], match[3], match[4])
    for match in NUMERIC.finditer(text):
        year = match[4] if len(match[4]) > 2 else str(CENTURY + int(match[4]))  # noqa: PLR2004
        other = None if match[2] == "." else _day(year, match[1], match[3])
        yield from _made(match, year, match[3], match[1], other)
    for match in DAY_MONTH.finditer(text):
        if match[2] in MONTHS:
            yield from _made(match, match[3], str(MONTHS[match[2]]), match[1])
    for match in MONTH_DAY.finditer(text):
        if match[1] in MONTHS:
            yield from _made(match, match[3], str(MONTHS[match[1]]), match[2])


def _made(
    match: re.Match[str], year: str, month: str, day: str, other: date | None = None
) -> Iterator[tuple[int, FoundDate]]:
    first = _day(year, month, day)
    on = first or other
    if on is not None:
        yield match.start(), FoundDate(on, match[0], other if first and other != first else None)


def _day(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _weight(before: str) -> int:
    """The word nearest before the date decides; “date:” may stand between it and the date."""
    ends = {weight: max((m.end() for m in words.finditer(before)), default=-REACH) for weight, words in WORDS.items()}
    nearest = max(ends.values())
    if nearest < 0:
        return 0
    return next(weight for weight in (2, -1, 1) if ends[weight] >= nearest - len("date: "))


def _in_one_order(dates: Sequence[FoundDate]) -> Iterator[FoundDate]:
    """A paper writes all its dates in one order: one that can only be read one way tells how to read the others."""
    orders = {_order(date_) for date_ in dates} - {""}
    for date_ in dates:
        if date_.or_on is None or len(orders) != 1:
            yield date_
        elif orders == {"day first"}:
            yield replace(date_, or_on=None)
        else:
            yield replace(date_, on=date_.or_on, or_on=None)


def _order(found: FoundDate) -> str:
    numeric = NUMERIC.fullmatch(found.written)
    if numeric is None or numeric[2] == ".":
        return ""
    first, second = int(numeric[1]), int(numeric[3])
    if first > MONTHS_IN_YEAR:
        return "day first"
    return "month first" if second > MONTHS_IN_YEAR else ""


def _possible(found: FoundDate, until: date) -> FoundDate | None:
    readings = [day for day in (found.on, found.or_on) if day is not None and EARLIEST <= day <= until]
    if not readings:
        return None
    return replace(found, on=readings[0], or_on=readings[1] if len(readings) > 1 else None)
