"""Moving in: the cases of another help desk become ours, without a word to their customers."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils import timezone

from common.copying import Table
from tickets.foreign_cases import ForeignCase
from tickets.models import Event, EventKind, Message, MessageKind, NumberAlias, Source, Ticket, TicketLine
from tickets.number_store import next_numbers
from tickets.numbers import NotANumberError, read_number
from tickets.search import words_of
from tickets.states import SOLVED, UNFINISHED
from warranty.catalogue import product_of_letter
from warranty.models import Claim, Unit
from warranty.selectors import units_by_serial
from warranty.serials import read_serial

# A search document ends at a megabyte; a case that long is found by what was said first.
MOST_CHARACTERS: Final = 300_000


class CaseImport:
    """Takes in batches of cases inside the caller's transaction."""

    def __init__(self) -> None:
        self._tickets = Table(
            Ticket,
            (
                *("id", "number", "status", "waiting_since", "priority", "subject", "name", "email", "language"),
                *("source", "created_at", "updated_at", "solved_at", "search"),
            ),
        )
        self._messages = Table(Message, ("ticket", "kind", "author_name", "author_email", "text", "created_at"))
        self._claims = Table(Claim, ("id", "serial", "product", "unit", "reported_at", "due_since"))
        self._lines = Table(
            TicketLine, ("ticket", "position", "serial", "serial_as_written", "product", "unit", "claim")
        )
        self._events = Table(Event, ("ticket", "kind", "after", "created_at"))
        self._at = timezone.now()

    def take_in(self, cases: Sequence[ForeignCase]) -> None:
        """Write these cases by COPY; each keeps its own number if that is one of ours and free."""
        numbers = _numbers_for(cases)
        units = units_by_serial({read_serial(case.serial) for case in cases if case.serial})
        for case, number in zip(cases, numbers, strict=True):
            self._write(case, number, units)
        for table in (self._tickets, self._messages, self._claims, self._lines, self._events):
            table.flush()

    def _write(self, case: ForeignCase, number: str, units: dict[str, Unit]) -> None:
        pk, changed_at = self._tickets.new_id(), case.changed_at
        solved_at: datetime | None = changed_at if case.status in SOLVED else None
        who = (case.subject, case.name, case.email, case.language, Source.IMPORT)
        times = (case.created_at, changed_at, solved_at)
        self._tickets.add(pk, number, case.status, changed_at, case.priority, *who, *times, _document(case))
        for message in case.messages:
            author = (case.name, case.email) if message.kind == MessageKind.CUSTOMER else (settings.PORTAL_NAME, "")
            self._messages.add(pk, message.kind, *author, message.text, message.at)
        if case.serial:
            self._add_line(pk, case, units)
        self._events.add(pk, EventKind.IMPORTED, "" if case.old_number == number else case.old_number, self._at)

    def _add_line(self, ticket_id: int, case: ForeignCase, units: dict[str, Unit]) -> None:
        serial = read_serial(case.serial)
        unit = units.get(serial)
        product = unit.product if unit and unit.product else product_of_letter(serial)
        meant = (product.pk if product else None, unit.pk if unit else None)
        claim = self._ask_cover(serial, meant, case) if case.status in UNFINISHED else None
        self._lines.add(ticket_id, 1, serial, case.serial, *meant, claim)

    def _ask_cover(self, serial: str, meant: tuple[int | None, int | None], case: ForeignCase) -> int:
        """What is still open gets its verdict by the clock; what ended elsewhere was decided there."""
        pk = self._claims.new_id()
        self._claims.add(pk, serial, *meant, case.created_at, self._at)
        return pk


def _numbers_for(cases: Sequence[ForeignCase]) -> list[str]:
    own = [_own_number(case) for case in cases]
    taken = _taken(number for number in own if number)
    numbers: list[str | None] = []
    for number in own:
        is_free = number is not None and number not in taken
        numbers.append(number if is_free else None)
        taken.update([number] if number else [])
    fresh = iter(_fresh(numbers.count(None), avoid=taken))
    return [number or next(fresh) for number in numbers]


def _own_number(case: ForeignCase) -> str | None:
    try:
        return read_number(case.old_number)
    except NotANumberError:
        return None


def _taken(numbers: Iterable[str]) -> set[str]:
    wanted = list(numbers)
    tickets = Ticket.objects.filter(number__in=wanted).values_list("number", flat=True)
    aliases = NumberAlias.objects.filter(number__in=wanted).values_list("number", flat=True)
    return {*tickets, *aliases}


def _fresh(count: int, *, avoid: set[str]) -> list[str]:
    """Numbers that the sequence gives and nobody has brought along."""
    found: list[str] = []
    while len(found) < count:
        given = next_numbers(count - len(found))
        taken = avoid | _taken(given)
        found += [number for number in given if number not in taken]
    return found


def _document(case: ForeignCase) -> str:
    texts, room = (
        [case.old_number, case.subject, case.name, case.email, case.serial, read_serial(case.serial)],
        MOST_CHARACTERS,
    )
    for message in case.messages:
        texts.append(message.text[:room])
        room = max(0, room - len(message.text))
    return " ".join(f"'{word}'" for word in words_of(*texts))
