"""What a draft of terms would change, line by line: who is decided otherwise, and to which day."""

import hashlib
import json
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final, NamedTuple

from django.core.serializers.json import DjangoJSONEncoder
from django.forms.models import model_to_dict

from warranty.models import LawVersion, PolicyVersion, Standing
from warranty.rulings import Ruling

SAMPLE: Final = 200
# Keys of the counts beside “needs_proof>in_warranty”: the same decision to another day, and answers that were given.
ENDS, ISSUED = "ends", "issued"


class OpenLine(NamedTuple):
    """A unit of an unfinished case, with the verdict that stands."""

    pk: int
    serial: str
    ticket_id: int
    number: str
    facts: dict[str, Any]
    decision: str
    standing: str
    commercial_until: date | None
    statutory_until: date | None


COLUMNS: Final = (
    *("pk", "serial", "ticket_id", "ticket__number", "claim__verdict__facts", "claim__verdict__decision"),
    *("claim__verdict__standing", "claim__verdict__commercial_until", "claim__verdict__statutory_until"),
)


@dataclass
class Tally:
    """What would change, as far as it is counted."""

    done: int = 0
    changed: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    moving: list[dict[str, Any]] = field(default_factory=list)
    staying: list[dict[str, Any]] = field(default_factory=list)

    def add(self, line: OpenLine, ruling: Ruling) -> None:
        self.done += 1
        moved = _move_of(line, ruling)
        if not moved:
            return
        is_issued = line.standing == Standing.ISSUED
        self.counts[ISSUED if is_issued else moved] += 1
        self.changed += not is_issued
        shown = self.staying if is_issued else self.moving
        if len(shown) < SAMPLE:
            shown.append(_shown(line, ruling, is_issued=is_issued))

    @property
    def figures(self) -> dict[str, Any]:
        """The columns of the row; of the sample those come first that would change."""
        sample = [*self.moving, *self.staying][:SAMPLE]
        return {"done": self.done, "changed": self.changed, "counts": dict(self.counts), "sample": sample}


def terms_of(version: PolicyVersion | LawVersion) -> str:
    """Tells one text of a draft from another."""
    said = json.dumps(model_to_dict(version), cls=DjangoJSONEncoder, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def _move_of(line: OpenLine, ruling: Ruling) -> str:
    if line.decision != ruling.decision:
        return f"{line.decision}>{ruling.decision}"
    before = (line.commercial_until, line.statutory_until)
    return ENDS if before != (ruling.end_commercial, ruling.end_statutory) else ""


def _shown(line: OpenLine, ruling: Ruling, *, is_issued: bool) -> dict[str, Any]:
    days = {
        "warranty": (line.commercial_until, ruling.end_commercial),
        "law": (line.statutory_until, ruling.end_statutory),
    }
    return {
        "ticket": line.ticket_id,
        "number": line.number,
        "serial": line.serial,
        "before": line.decision,
        "after": str(ruling.decision),
        "issued": is_issued,
        **{name: [day and day.isoformat() for day in pair] for name, pair in days.items()},
    }
