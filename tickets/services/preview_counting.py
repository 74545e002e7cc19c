"""Every open line is judged once more, as if a draft of terms were in force.

Counted by a worker in batches, each noted in the row with a new lease, so that the page sees how far it is and another
worker begins anew when the first falls silent.
"""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Final

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from tickets.models import TermsPreview, TicketLine
from tickets.previews import COLUMNS, OpenLine, Tally, terms_of
from tickets.states import UNFINISHED
from warranty.book import book_with
from warranty.coverage import judge
from warranty.facts import facts_from_json
from warranty.terms import Book

BATCH: Final = 2_000
LEASE: Final = timedelta(seconds=30)
MOST_ATTEMPTS: Final = 3

log = structlog.get_logger(__name__)


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
    preview.terms = terms_of(preview.version)
    preview.save(update_fields=["leased_until", "attempts", "done", "total", "terms"])
    return preview


def _count(preview: TermsPreview) -> bool:
    book, tally = book_with(preview.version), Tally()
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
