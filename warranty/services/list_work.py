"""What a worker does with a list of units: check it, and take it in once somebody has said so.

The row stays locked and in its state until the work is done, and both are written in one transaction: a worker that
dies half way leaves the list as it found it, for the next.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import IO, Final

import pghistory
import structlog
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from common.errors import DomainError
from files.large import store_table
from files.services import erase_file
from mail.wakes import awake
from warranty.lists import progress
from warranty.lists.problems import Problems
from warranty.models import UnitList
from warranty.services.import_units import UnitImport, UnitsRefusedError, import_units
from warranty.services.unit_lists import WORKING
from warranty.states import LIST_STATES, UNDER_WAY, ListState

MOST_ATTEMPTS: Final = 3
# One list at a time, whatever the number of workers: the others send mail meanwhile.
DESK: Final = 7_203_918_266
LARGEST_REPORT: Final = 2_000_000_000

log = structlog.get_logger(__name__)


def work_on_lists() -> int:
    """Check and take in what waits, oldest first; returns with how many lists it is done. May run twice at once."""
    awake(WORKING)
    done = 0
    while (waiting := _pick()) is not None and _work_on(waiting):
        done += 1
    return done


@transaction.atomic
def _pick() -> int | None:
    """The next list, with one attempt more; one that has stopped several workers already is given up."""
    if not _at_the_desk():
        return None
    waiting = UnitList.objects.select_for_update(skip_locked=True, of=("self",)).filter(state__in=UNDER_WAY)
    for unit_list in waiting.select_related("file").order_by("attempts", "pk"):
        if unit_list.attempts < MOST_ATTEMPTS:
            UnitList.objects.filter(pk=unit_list.pk).update(attempts=F("attempts") + 1)
            return unit_list.pk
        log.error("unit_list_given_up", unit_list=unit_list.pk)
        sentence = _("The work on this list was broken off several times; nothing of it was taken in.")
        _finish(unit_list, ListState.FAILED, refusal=sentence)
    return None


def _at_the_desk() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [DESK])
        return bool(cursor.fetchone()[0])


@transaction.atomic
def _work_on(pk: int) -> bool:
    lists = UnitList.objects.select_for_update(skip_locked=True, of=("self",)).select_related("file", "handed_in_by")
    unit_list = lists.filter(pk=pk, state__in=UNDER_WAY).first()
    if unit_list is None or not _at_the_desk():
        return False
    user = unit_list.handed_in_by
    with translation.override(user.language if user else None), pghistory.context(user=user and user.pk, unit_list=pk):
        _judge(unit_list)
    progress.forget(pk)
    return True


def _judge(unit_list: UnitList) -> None:
    with TemporaryFile() as report:
        problems = Problems(TextIOWrapper(report, encoding="utf-8-sig", newline="", write_through=True))
        try:
            result = _import(unit_list, problems)
        except UnitsRefusedError as refusal:
            _refuse(unit_list, refusal, report)
        except DomainError as refusal:
            _finish(unit_list, ListState.REFUSED, refusal=str(refusal)[:500])
        else:
            _pass(unit_list, result)


@transaction.atomic
def _import(unit_list: UnitList, problems: Problems) -> UnitImport:
    with _opened(unit_list) as source:
        return import_units(
            source=source,
            dry_run=unit_list.state == ListState.CHECKING,
            watcher=progress.Notebook(unit_list.pk),
            problems=problems,
        )


@contextmanager
def _opened(unit_list: UnitList) -> Iterator[IO[bytes]]:
    try:
        source = default_storage.open(unit_list.file.key) if unit_list.file else None
    except FileNotFoundError:
        source = None
    if source is None:
        raise DomainError(_("The file of this list cannot be found any more. Please hand it in again."))
    with source:
        yield source


def _refuse(unit_list: UnitList, refusal: UnitsRefusedError, report: IO[bytes]) -> None:
    name = f"errors {unit_list.name.rpartition('.')[0]}.csv"
    unit_list.problem_file = store_table(name=name, content=report, most_bytes=LARGEST_REPORT)
    unit_list.problems = [[problem.line, problem.column, problem.words] for problem in refusal.problems]
    unit_list.problem_count = refusal.count
    _finish(unit_list, ListState.REFUSED, refusal=str(refusal))


def _pass(unit_list: UnitList, result: UnitImport) -> None:
    unit_list.rows, unit_list.added, unit_list.changed = result.rows, result.added, result.changed
    is_checked = unit_list.state == ListState.CHECKING
    _finish(unit_list, ListState.CHECKED if is_checked else ListState.TAKEN_IN)


def _finish(unit_list: UnitList, target: ListState, *, refusal: str = "") -> None:
    LIST_STATES.check(ListState(unit_list.state), target)
    unit_list.state, unit_list.refusal, unit_list.attempts = target, refusal, 0
    if target != ListState.CHECKED:
        unit_list.finished_at = timezone.now()
        if unit_list.file is not None:
            erase_file(file=unit_list.file)
    unit_list.save()
