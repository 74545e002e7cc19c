"""A unit on the page of its case, ready to be shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django import forms
from django.utils import timezone

from tickets.admin.warranty.cards import VerdictCard, card_of
from tickets.models import TicketLine
from tickets.selectors.desk_case import Units
from tickets.selectors.desk_serials import DeskSerials

SHOWN_CASES: Final = 3
# So many verdicts are shown with all their reasons at once; of more units one is opened at a time.
OPEN_AT_ONCE: Final = 3


@dataclass(frozen=True)
class UnitRow:
    """A unit of the case, with what was typed to correct it and why that could not be."""

    line: TicketLine
    cases: Sequence[TicketLine]
    card: VerdictCard | None = None
    near: Sequence[str] = ()
    asked_at: datetime | None = None
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


def unit_rows(
    units: Units, serials: DeskSerials, refused: Mapping[str, forms.Form], *, chosen: str = ""
) -> list[UnitRow]:
    """The units of this page; `refused` are the forms that could not be taken, by the name of the change."""
    correction, on = refused.get("correct_unit"), timezone.localdate()
    wrong = str(correction["line"].value()) if correction else ""
    typed = str(correction["serial"].value() or "") if correction else ""
    errors = [str(error) for found in correction.errors.values() for error in found] if correction else []
    return [
        UnitRow(
            line,
            units.others.get(line.serial, []),
            card_of(line, on=on, refused=refused, is_open=units.total <= OPEN_AT_ONCE or str(line.pk) == chosen),
            serials.near.get(line.serial, ()),
            serials.asked.get(line.pk),
            *((typed, errors) if str(line.pk) == wrong else ()),
        )
        for line in units.lines
    ]
