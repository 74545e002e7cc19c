"""The rows of a list, written as COPY takes them: whole columns at once, row by row only where something is wrong."""

from collections.abc import Sequence
from typing import Final

from django.utils.translation import gettext as _

from warranty.lists.cells import readers_of
from warranty.lists.problems import CellError, Problem, Problems
from warranty.lists.reading import Batch

SHOWN_OF_A_CELL: Final = 60


class RowReader:
    """Knows the columns of one list and what their cells may say."""

    def __init__(self, headings: Sequence[str], problems: Problems) -> None:
        self._headings = headings
        self._readers = readers_of(headings)
        self._problems = problems
        self.count = 0

    def copy_lines(self, batch: Batch) -> str:
        """The good rows of a batch, each with its line number first; what is wrong goes to the problems."""
        lines = self._all(batch)
        if lines is None:
            lines = [line for line in map(self._one, batch.lines, batch.rows) if line]
        self.count += len(lines)
        return "".join(lines)

    def _all(self, batch: Batch) -> list[str] | None:
        width = len(self._headings)
        if any(len(cells) != width for cells in batch.rows):
            return None
        try:
            columns = [
                map(read, column) for read, column in zip(self._readers, zip(*batch.rows, strict=True), strict=True)
            ]
            rows = zip(map(str, batch.lines), *columns, strict=True)
            return ["\t".join(row) + "\n" for row in rows]
        except CellError:
            return None

    def _one(self, line: int, cells: Sequence[str]) -> str:
        if not any(cell.strip() for cell in cells):
            return ""
        said, problems = [str(line)], self._misfits(line, cells)
        for heading, read, cell in zip(self._headings, self._readers, cells, strict=False):
            try:
                said.append(read(cell))
            except CellError as error:
                problems.append(Problem(line, heading, str(error)))
        self._problems.add(problems)
        self.count += bool(problems)
        return "" if problems else "\t".join(said) + "\n"

    def _misfits(self, line: int, cells: Sequence[str]) -> list[Problem]:
        """A row of another length than the first is cut off, or a separator stands within a cell."""
        width = len(self._headings)
        beyond = " ".join(cell.strip() for cell in cells[width:]).strip()
        if beyond:
            words = _("There are more cells than columns: “%(text)s”.") % {"text": beyond[:SHOWN_OF_A_CELL]}
            return [Problem(line, "", words)]
        if len(cells) < width:
            words = _("The row ends before this column; an empty cell needs its separator too.")
            return [Problem(line, self._headings[len(cells)], words)]
        return []
