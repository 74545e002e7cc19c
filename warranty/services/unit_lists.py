"""What people do with a list of units: hand it in, let it in once it is checked, or drop it. A worker does the rest."""

from functools import partial
from typing import IO, Final

from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from files.large import store_table
from files.models import StoredFile
from files.services import erase_file
from mail.wakes import wake
from warranty.models import UnitList
from warranty.services.import_units import UnitImport
from warranty.states import LIST_STATES, ListState

WORKING: Final = "warranty.periodic.work_on_lists"


def hand_in(*, name: str, content: IO[bytes], user: User) -> UnitList:
    """Keep a list and have it checked in the background; nothing of it is taken in before somebody says so."""
    most = settings.UPLOAD_MAX_FILES * settings.UPLOAD_MAX_BYTES
    file = store_table(name=name, content=content, most_bytes=most)
    return _hand_in(file, user)


@transaction.atomic
def _hand_in(file: StoredFile, user: User) -> UnitList:
    unit_list = UnitList.objects.create(name=file.name, file=file, handed_in_by=user)
    _call_worker()
    return unit_list


@transaction.atomic
def confirm_list(*, unit_list: UnitList, user: User) -> UnitList:
    """Have a checked list taken in, in the background."""
    unit_list = _move(unit_list, ListState.CONFIRMED, user)
    _call_worker()
    return unit_list


@transaction.atomic
def drop_list(*, unit_list: UnitList, user: User | None = None) -> UnitList:
    """Nothing of this list is wanted; without a user the clock has waited long enough."""
    unit_list = _move(unit_list, ListState.DROPPED, user)
    if unit_list.file is not None:
        erase_file(file=unit_list.file)
    return unit_list


def note_taken_in(*, name: str, result: UnitImport) -> UnitList:
    """Remember a list that came in on the command line."""
    return UnitList.objects.create(
        name=name[:120],
        state=ListState.TAKEN_IN,
        finished_at=timezone.now(),
        rows=result.rows,
        added=result.added,
        changed=result.changed,
    )


def _move(unit_list: UnitList, target: ListState, user: User | None) -> UnitList:
    unit_list = _locked(unit_list)
    LIST_STATES.check(ListState(unit_list.state), target)
    unit_list.state, unit_list.decided_by, unit_list.attempts = target, user, 0
    unit_list.finished_at = None if unit_list.is_under_way else timezone.now()
    unit_list.save(update_fields=["state", "decided_by", "attempts", "finished_at"])
    return unit_list


def _locked(unit_list: UnitList) -> UnitList:
    try:
        return UnitList.objects.select_for_update(nowait=True, of=("self",)).select_related("file").get(pk=unit_list.pk)
    except OperationalError as error:
        raise DomainError(_("This list is being worked on just now. Please wait until that is done.")) from error


def _call_worker() -> None:
    transaction.on_commit(partial(wake, WORKING))
