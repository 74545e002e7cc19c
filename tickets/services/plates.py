"""Photos of plates are looked at by a worker: what their codes tell is set, what they do not tell is asked for."""

import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta
from functools import partial
from typing import Final

import structlog
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actors import Actor
from common.errors import DomainError
from mail.wakes import awake, wake
from tickets.models import Attachment, EventKind, Message, MessageKind, PlateReading, Purpose, Ticket
from tickets.services.history import lock_where_it_went, record
from tickets.services.lines import add_lines
from tickets.services.serial_requests import ask_after_photos
from tickets.services.serials import complete_lines, unit_of
from warranty.plates import serials_in_picture

READING: Final = "tickets.periodic.read_plate_photos"
BATCH: Final = 10
MOST_TRIES: Final = 3
LEASE: Final = timedelta(minutes=3)
MOST_PHOTOS: Final = 12
LONGEST_CASE_S: Final = 20.0
LONGEST_RUN_S: Final = 60.0

log = structlog.get_logger(__name__)


def lacks_serial(ticket: Ticket) -> bool:
    """Whether the case has no unit, or one without a serial."""
    serials = list(ticket.lines.values_list("serial", flat=True))
    return not serials or "" in serials


def owe_reading(message: Message) -> bool:
    """Have the photos of a message looked at after the commit; whether it has any."""
    photos = message.attachments.exclude(purpose=Purpose.PROOF).filter(file__content_type__startswith="image/")
    if not photos.exists():
        return False
    PlateReading.objects.update_or_create(ticket_id=message.ticket_id, defaults={"due_at": timezone.now(), "tries": 0})
    transaction.on_commit(partial(wake, READING), robust=True)
    return True


def read_plates() -> int:
    """Look at the photos of every case that waits for it; returns how many cases there were.

    May run twice at once: each case is claimed by one.
    """
    awake(READING)
    looked_at, until = 0, time.monotonic() + LONGEST_RUN_S
    while batch := _claim():
        for ticket_id in batch:
            _read_case(ticket_id)
        looked_at += len(batch)
        if time.monotonic() > until:
            wake(READING)
            break
    return looked_at


@transaction.atomic
def _claim() -> list[int]:
    """Take some cases for a while; one that was tried before is taken alone, in case its picture kills the reader."""
    at = timezone.now()
    free = PlateReading.objects.filter(due_at__lte=at).order_by("due_at").select_for_update(skip_locked=True)
    rows = list(free.values_list("ticket", "tries")[:BATCH])
    fresh = [ticket for ticket, tries in rows if not tries]
    batch = fresh or [ticket for ticket, _tries in rows[:1]]
    PlateReading.objects.filter(ticket__in=batch).update(tries=F("tries") + 1, due_at=at + LEASE)
    return batch


def _read_case(ticket_id: int) -> None:
    try:
        reading = PlateReading.objects.select_related("ticket").defer("ticket__search").get(ticket=ticket_id)
        is_hopeless = reading.tries > MOST_TRIES
        found = [] if is_hopeless else _serials_on(_photos_of(reading.ticket))
        finish_reading(reading=reading, found=found)
    except PlateReading.DoesNotExist:  # somebody else was faster
        pass
    except Exception:  # one case must not keep the others waiting
        log.exception("plates_not_read", ticket=ticket_id)


def _photos_of(ticket: Ticket) -> QuerySet[Attachment]:
    photos = Attachment.objects.filter(message__ticket=ticket.merged_into_id or ticket.pk)
    photos = photos.filter(message__kind=MessageKind.CUSTOMER, file__content_type__startswith="image/")
    return photos.exclude(purpose=Purpose.PROOF).select_related("file").order_by("-pk")


def _serials_on(photos: QuerySet[Attachment]) -> list[str]:
    found: dict[str, None] = {}
    until = time.monotonic() + LONGEST_CASE_S
    for photo in photos[:MOST_PHOTOS]:
        if time.monotonic() > until:
            break
        found |= dict.fromkeys(serials_in_picture(_content(photo)))
    return list(found)


def _content(photo: Attachment) -> bytes:
    try:
        with default_storage.open(photo.file.key) as file:
            return bytes(file.read())
    except OSError:
        log.warning("photo_without_bytes", file=str(photo.file_id))
        return b""


@transaction.atomic
def finish_reading(*, reading: PlateReading, found: Sequence[str]) -> Ticket:
    """Set what the photos told beyond doubt; ask for the serials that they did not tell."""
    ticket = lock_where_it_went(reading.ticket)
    # Photos that came while these were being looked at are looked at next.
    done, _rows = PlateReading.objects.filter(pk=reading.pk, due_at=reading.due_at).delete()
    unclear = _set_serials(ticket, found)
    if done and not unclear and lacks_serial(ticket):
        ask_after_photos(ticket)
    return ticket


def _set_serials(ticket: Ticket, found: Sequence[str]) -> bool:
    """Whether photos told serials of which it is not certain where they belong: a person decides."""
    units, by = [unit_of(serial) for serial in found], Actor.clock()
    if not units:
        return False
    if not ticket.lines.exists():
        with suppress(DomainError):
            add_lines(ticket=ticket, claims=units, actor=by, kind=EventKind.SERIAL_READ)
        return False
    if not lacks_serial(ticket):
        return False
    _completed, rest = complete_lines(ticket, units, actor=by, kind=EventKind.SERIAL_READ)
    if rest and lacks_serial(ticket):
        reason = _("It is not certain which unit this belongs to.")
        told = ", ".join(unit.serial for unit in rest)
        record(ticket, EventKind.SERIAL_READ, actor=by, at=timezone.now(), after=told, reason=reason)
    return bool(rest)
