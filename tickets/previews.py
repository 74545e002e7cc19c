"""What a draft of terms would change: every open line judged once more, as if the draft were in force.

Counted by a worker in batches, each noted in the row with a new lease, so that the page sees how far it is and another
worker begins anew when the first falls silent.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Final, NamedTuple

import structlog
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Q, QuerySet
from django.forms.models import model_to_dict
from django.utils import timezone

from tickets.models import TermsPreview, TicketLine
from tickets.states import UNFINISHED
from warranty.book import book_with
from warranty.coverage import judge
from warranty.facts import facts_from_json
from warranty.models import LawVersion, PolicyVersion, Standing
from warranty.rulings import Ruling
from warranty.terms import Book

COUNTING: Final = "tickets.periodic.count_previews"
BATCH: Final = 2_000
LEASE: Final = timedelta(seconds=30)
MOST_ATTEMPTS: Final = 3
SAMPLE: Final = 200
# Keys of the counts beside “needs_proof>in_warranty”: the same decision to another day, and answers that were given.
ENDS, ISSUED = "ends", "issued"

log = structlog.get_logger(__name__)


class OpenLine(NamedTuple):
    """A unit of an unfinished case, with the verdict that stands."""

    pk: int
    serial: str
    ticket_id: int
    number: str
    facts: dict[str, Any]
    decision: str
    standing: str
    commercial_until: Any
    statutory_until: Any


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


def count_waiting() -> int:
    """Count what nobody counts just now; returns how many were finished. May run twice at once."""
    finished = 0
    while (preview := _claim()) is not None:
        try:
            finished += _count(preview)
        except Exception:  # a draft that no line can be judged under must not stop the others
            log.exception("preview_not_counted", preview=preview.pk)
            _mine(preview).update(finished_at=timezone.now(), failed=True)
    return finished


def terms_of(version: PolicyVersion | LawVersion) -> str:
    """Tells one text of a draft from another."""
    said = json.dumps(model_to_dict(version), cls=DjangoJSONEncoder, sort_keys=True, default=str)
    return hashlib.sha256(said.encode()).hexdigest()


def open_lines() -> QuerySet[TicketLine]:
    """The units of unfinished cases that have a verdict."""
    return TicketLine.objects.filter(ticket__status__in=[*UNFINISHED], claim__verdict__isnull=False).order_by("pk")


@transaction.atomic
def _claim() -> TermsPreview | None:
    now = timezone.now()
    free = TermsPreview.objects.filter(finished_at=None).filter(Q(leased_until=None) | Q(leased_until__lt=now))
    preview = free.select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()
    if preview is None:
        return None
    if preview.attempts >= MOST_ATTEMPTS:
        log.error("preview_given_up", preview=preview.pk)
        preview.finished_at, preview.failed = now, True
        preview.save(update_fields=["finished_at", "failed"])
        return _claim()
    preview.leased_until, preview.attempts, preview.done = now + LEASE, preview.attempts + 1, 0
    preview.total = open_lines().count()
    preview.terms = terms_of(version_of(preview))
    preview.save(update_fields=["leased_until", "attempts", "done", "total", "terms"])
    return preview


def version_of(preview: TermsPreview) -> PolicyVersion | LawVersion:
    """What it is a preview of."""
    version = preview.policy_version or preview.law_version
    assert version is not None
    return version


def _count(preview: TermsPreview) -> bool:
    book, tally = book_with(version_of(preview)), Tally()
    for batch in _batches():
        _judge(batch, book, tally)
        if not _note(preview, tally):
            return False
    kept = _mine(preview).update(**tally.figures, finished_at=timezone.now(), leased_until=None, attempts=0)
    return bool(kept)


def _judge(batch: Sequence[OpenLine], book: Book, tally: Tally) -> None:
    for line in batch:
        tally.add(line, judge(facts_from_json(line.facts), book))


def _batches() -> Iterator[list[OpenLine]]:
    last = 0
    while batch := [OpenLine(*row) for row in open_lines().filter(pk__gt=last).values_list(*COLUMNS)[:BATCH]]:
        yield batch
        last = batch[-1].pk


def _note(preview: TermsPreview, tally: Tally) -> bool:
    """Say how far it is; not any more when somebody has cancelled it or another worker has taken it over."""
    until = timezone.now() + LEASE
    mine = _mine(preview)
    preview.leased_until = until
    return bool(mine.update(**tally.figures, leased_until=until))


def _mine(preview: TermsPreview) -> QuerySet[TermsPreview]:
    return TermsPreview.objects.filter(pk=preview.pk, finished_at=None, leased_until=preview.leased_until)


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
