"""A unit on the page of its case, ready to be shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django import forms

from tickets.models import TicketLine
from tickets.selectors.desk_case import Units

SHOWN_CASES: Final = 3


@dataclass(frozen=True)
class UnitRow:
    """A unit of the case, with what was typed to correct it and why that could not be."""

    line: TicketLine
    cases: Sequence[TicketLine]
    refused_text: str = ""
    errors: Sequence[str] = ()

    @property
    def typed(self) -> str:
        return self.refused_text or self.line.serial

    @property
    def product(self) -> str:
        unit = self.line.unit
        return str(self.line.product or (unit and unit.product) or "")

    @property
    def others(self) -> Sequence[TicketLine]:
        return self.cases[:SHOWN_CASES]

    @property
    def more(self) -> int:
        return max(len(self.cases) - SHOWN_CASES, 0)


def unit_rows(units: Units, refused: forms.Form | None) -> list[UnitRow]:
    """The units of this page; `refused` is the correction that could not be taken, if there was one."""
    wrong = str(refused["line"].value()) if refused else ""
    typed = str(refused["serial"].value() or "") if refused else ""
    errors = [str(error) for found in refused.errors.values() for error in found] if refused else []
    return [
        UnitRow(line, units.others.get(line.serial, []), *((typed, errors) if str(line.pk) == wrong else ()))
        for line in units.lines
    ]
