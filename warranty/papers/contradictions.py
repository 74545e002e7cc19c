"""What does not fit together among the papers of a claim and what we know of its unit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from warranty.papers.paper import INVOICE, PENDING, VERIFIED, Paper, UnitRecord, is_for_another_model


class Conflict(StrEnum):
    """What does not fit together; the values say with what."""

    FILE_REUSED = "file_reused"
    NUMBER_REUSED = "number_reused"
    SALE_DATES_DIFFER = "sale_dates_differ"
    INVOICES_DIFFER = "invoices_differ"
    OLDER_THAN_UNIT = "older_than_unit"
    SERIAL_NOT_NAMED = "serial_not_named"
    MODEL_DIFFERS = "model_differs"
    DATE_READS_TWO_WAYS = "date_reads_two_ways"


@dataclass(frozen=True, slots=True, order=True)
class Contradiction:
    """One conflict and its values: serials, numbers or ISO dates."""

    code: str
    values: tuple[str, ...] = ()
    paper: int = 0


def contradictions_among(papers: Sequence[Paper], unit: UnitRecord) -> tuple[Contradiction, ...]:
    """Every conflict of these papers, none of them rejected, each once and in an order of its own."""
    return tuple(sorted(set(_contradictions(papers, unit))))


def _contradictions(standing: Sequence[Paper], unit: UnitRecord) -> Iterator[Contradiction]:
    for paper in standing:
        yield from _reuse(paper)
        yield from _against_unit(paper, unit)
        if paper.state == PENDING and len(paper.readings) > 1:
            yield _found(Conflict.DATE_READS_TWO_WAYS, paper, *paper.readings)
    invoices = [p for p in standing if p.kind == INVOICE and p.state == VERIFIED and p.dated_on is not None]
    days = sorted({p.dated_on for p in invoices if p.dated_on is not None})
    if len(days) > 1:
        yield Contradiction(Conflict.INVOICES_DIFFER, tuple(day.isoformat() for day in days))


def _reuse(paper: Paper) -> Iterator[Contradiction]:
    # An installer's invoice for thirty units is meant to serve thirty times.
    if paper.state == VERIFIED and paper.used_by <= paper.quantity:
        return
    if paper.reused_in:
        yield _found(Conflict.FILE_REUSED, paper, *sorted(paper.reused_in))
    if paper.number_reused_in:
        yield _found(Conflict.NUMBER_REUSED, paper, *sorted(paper.number_reused_in))


def _against_unit(paper: Paper, unit: UnitRecord) -> Iterator[Contradiction]:
    days = paper.readings
    if paper.kind == INVOICE and days and unit.sold_on and unit.sold_on not in days:
        yield _found(Conflict.SALE_DATES_DIFFER, paper, *days, unit.sold_on)
    if days and unit.manufactured_on and days[-1] < unit.manufactured_on:
        yield _found(Conflict.OLDER_THAN_UNIT, paper, days[-1], unit.manufactured_on)
    if unit.serial and paper.serials and unit.serial not in paper.serials:
        yield _found(Conflict.SERIAL_NOT_NAMED, paper, unit.serial, *sorted(paper.serials))
    if is_for_another_model(paper, unit):
        yield _found(Conflict.MODEL_DIFFERS, paper, paper.product_code, unit.product_code)


def _found(code: Conflict, paper: Paper, *values: date | str) -> Contradiction:
    texts = (value.isoformat() if isinstance(value, date) else value for value in values)
    return Contradiction(code, tuple(texts), paper.id)
