"""Cases by the thousand, in every state, the same for the same beginning."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Final

from django.db import transaction
from django.utils import timezone

from accounts.models import Partner, User
from rma_portal.demo.goods import SoldUnit
from rma_portal.demo.people import Customer, Customers
from rma_portal.demo.plots import some_age_hours, some_plot, some_status, some_symptom
from rma_portal.demo.sheaf import Sheaf
from rma_portal.demo.story import Facts, Story
from tickets.models import Source
from tickets.number_store import next_numbers
from tickets.states import TicketStatus

BATCH: Final = 1_000
LONGEST_STEP_HOURS: Final = 40
SOURCES: Final = (Source.FORM, Source.MAIL, Source.PHONE)
SOURCE_SHARES: Final = (55, 35, 10)
UNITS_PER_CASE: Final = (1, 1, 1, 1, 1, 1, 1, 2, 2, 4)
NAMES_WITHOUT_STAFF: Final = ("Anna Berg", "Marc Petit", "Orla Keane")


@dataclass(frozen=True)
class Setting:
    """Who and what the cases are about."""

    units: Sequence[SoldUnit]
    resellers: Sequence[Partner]
    engineers: Sequence[User]
    shares: dict[str, int]


class CaseMaker:
    """Writes cases in batches, each batch a transaction; calls back with how many were written."""

    def __init__(self, setting: Setting, rng: Random, *, first: int) -> None:
        self.setting, self.rng = setting, rng
        self.customers = Customers(rng, first=first)
        self.order = 40_000 + first
        self.now = timezone.now()

    def make(self, count: int, *, written: Callable[[int], None]) -> None:
        while count > 0:
            batch = min(BATCH, count)
            with transaction.atomic():
                self._write(next_numbers(batch))
            written(batch)
            count -= batch

    def _write(self, numbers: Sequence[str]) -> None:
        sheaf = Sheaf()
        duplicates: list[Story] = []
        for position, number in enumerate(numbers, start=1):
            status = some_status(self.rng, self.setting.shares)
            # The next case after a duplicate is the one that it duplicates, by the same person.
            customer = duplicates[-1].facts.customer if duplicates else self.customers.next()
            if status == TicketStatus.MERGED and position < len(numbers):
                duplicates.append(self._begin(sheaf, number, status, customer))
                continue
            status = TicketStatus.OPEN if status in _ASIDE and duplicates else status
            self._tell(sheaf, number, status, customer, duplicates)
            duplicates = []
        sheaf.flush()

    def _tell(
        self, sheaf: Sheaf, number: str, status: TicketStatus, customer: Customer, duplicates: Sequence[Story]
    ) -> None:
        status = TicketStatus.CLOSED if status == TicketStatus.MERGED else status
        story = self._begin(sheaf, number, status, customer)
        story.tell(some_plot(self.rng, status))
        for duplicate in duplicates:
            duplicate.tell(some_plot(self.rng, TicketStatus.MERGED), told_in=story)
            duplicate.end(into=story)
        story.end()

    def _begin(self, sheaf: Sheaf, number: str, status: TicketStatus, customer: Customer) -> Story:
        rng, self.order = self.rng, self.order + 1
        hours = some_age_hours(rng, status)
        engineer = rng.choice(self.setting.engineers) if self.setting.engineers else None
        facts = Facts(
            number=number,
            customer=customer,
            symptom=some_symptom(rng),
            source=rng.choices(SOURCES, SOURCE_SHARES)[0],
            units=() if status in _ASIDE else rng.sample(self.setting.units, rng.choice(UNITS_PER_CASE)),
            seller=rng.choice(self.setting.resellers).name,
            created_at=self.now - timedelta(hours=hours),
            engineer=engineer,
            engineer_name=str(engineer or rng.choice(NAMES_WITHOUT_STAFF)),
            step=timedelta(hours=min(LONGEST_STEP_HOURS, hours / 10)),
            order=self.order,
        )
        return Story(sheaf, facts, rng)


_ASIDE: Final = frozenset({TicketStatus.SPAM, TicketStatus.MERGED})
