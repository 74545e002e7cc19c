"""The table of figures: each a ratio to a limit that was measured in the same run."""

import os
import platform
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"
BEGIN, END = "<!-- figures: begin -->", "<!-- figures: end -->"


@dataclass(frozen=True)
class Figure:
    """One promise and what was measured: `at_least` or `at_most`, in the unit of the figure."""

    what: str
    measured: float
    asked: float
    at_least: bool
    detail: str = ""

    @property
    def holds(self) -> bool:
        return self.measured >= self.asked if self.at_least else self.measured <= self.asked

    def row(self) -> str:
        sign = "≥" if self.at_least else "≤"
        verdict = "yes" if self.holds else "**no**"
        return f"| {self.what} | {sign} {self.asked:g} | {self.measured:.3g} | {verdict} | {self.detail} |"


@dataclass
class Report:
    figures: list[Figure] = field(default_factory=list)

    def at_least(self, what: str, measured: float, asked: float, detail: str = "") -> None:
        self._add(Figure(what, measured, asked, at_least=True, detail=detail))

    def at_most(self, what: str, measured: float, asked: float, detail: str = "") -> None:
        self._add(Figure(what, measured, asked, at_least=False, detail=detail))

    def _add(self, figure: Figure) -> None:
        self.figures.append(figure)
        print(figure.row(), flush=True)

    def table(self) -> str:
        machine = f"{os.cpu_count()} cores, Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}"
        head = f"Measured on {machine}.\n\n| figure | asked | measured | holds | from |\n|---|---|---|---|---|\n"
        return head + "\n".join(figure.row() for figure in self.figures)

    def write(self) -> None:
        """Put the table into docs/performance.md, between its two marks."""
        page = PAGE.read_text()
        before, after = page.split(BEGIN)[0], page.split(END)[1]
        PAGE.write_text(f"{before}{BEGIN}\n{self.table()}\n{END}{after}")
