"""One case as it goes: what is said, what changes, which mails come and go; written as rows."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random
from typing import Final

from accounts.models import User
from common.links import new_nonce
from mail.models import DeliveryState, Outcome
from mail.outbox import new_message_id
from rma_portal.demo.cover import Asking, ask_cover
from rma_portal.demo.goods import SoldUnit
from rma_portal.demo.people import Customer
from rma_portal.demo.sheaf import Sheaf
from rma_portal.demo.stationery import sheet
from tickets.models import EventKind, MessageKind, Priority, Source
from tickets.search import words_of
from tickets.states import SOLVED, TicketStatus
from tickets.symptoms import SAFETY, Symptom

LINK_LIFE: Final = timedelta(days=180)
SHOWN_ON_PLATE: Final = 0.95
LOST_MAIL: Final = 0.01
NOTE: Final = "Checked the logs from here, nothing unusual before that day."

words: Final = cache(lambda text: frozenset(words_of(text)))


@dataclass
class Facts:
    """What is fixed when the case is opened."""

    number: str
    customer: Customer
    symptom: Symptom
    source: Source
    units: Sequence[SoldUnit]
    seller: str
    created_at: datetime
    engineer: User | None
    engineer_name: str
    step: timedelta
    order: int


class Story:
    """Walks a plot step by step; the row of the case itself comes last, when its end is known."""

    def __init__(self, sheaf: Sheaf, facts: Facts, rng: Random) -> None:
        self.sheaf, self.facts, self.rng = sheaf, facts, rng
        self.id = sheaf.tickets.new_id()
        self.status, self.at = TicketStatus.NEW, facts.created_at
        self.waiting_since = facts.created_at
        self.solved_at: datetime | None = None
        self.assignee: int | None = None
        self.words: set[str] = set()
        self.last_answer = ""
        self.merged_into: int | None = None
        self.message_ids: list[int] = []

    def tell(self, plot: Sequence[str], *, told_in: "Story | None" = None) -> None:
        """Walk the plot; what a merged case said is told in the case that it was merged into."""
        self.home = told_in.id if told_in else self.id
        for step in plot:
            getattr(self, f"_{step}")()
            self.at += self.step

    @property
    def step(self) -> timedelta:
        return self.facts.step * (0.5 + self.rng.random() / 2)

    # What happens

    def _report(self) -> None:
        voice, symptom = self.facts.customer.voice, self.facts.symptom
        parts = [
            self.rng.choice(voice.openings),
            self.rng.choice(voice.complaints[symptom]),
            self.rng.choice(voice.closings),
        ]
        text = f"{voice.greeting}\n\n{parts[0]} {parts[1]}\n\n{voice.order}: {self.facts.order}\n{parts[2]}"
        self.words |= {str(self.facts.order)}.union(*map(words, (voice.greeting, voice.order, *parts)))
        self._customer_says(text, outcome=Outcome.TICKET)
        self._event(EventKind.FILED, after=self.facts.source)
        self._mail("tickets/number_assigned")

    def _advertise(self) -> None:
        subject, text = self.facts.customer.voice.spam
        self.words |= words(subject) | words(text)
        self._customer_says(text, outcome=Outcome.TICKET)
        self._event(EventKind.FILED, after=self.facts.source)

    def _question(self) -> None:
        self._answer(self.rng.choice(self.facts.customer.voice.questions), then=TicketStatus.WAITING)

    def _follow_up(self) -> None:
        self._customer_writes(self.rng.choice(self.facts.customer.voice.follow_ups), then=TicketStatus.OPEN)

    def _thanks(self) -> None:
        self._customer_writes(self.rng.choice(self.facts.customer.voice.thanks), then=self.status)

    def _solve(self) -> None:
        self._answer(self.rng.choice(self.facts.customer.voice.solutions), then=TicketStatus.RESOLVED)
        self.solved_at = self.at

    def _hold(self) -> None:
        self._answer(self.rng.choice(self.facts.customer.voice.returns), then=TicketStatus.HELD)

    def _note(self) -> None:
        self.words |= words(NOTE)
        self._staff_says(NOTE, MessageKind.NOTE, None)
        self._event(EventKind.NOTED, by_staff=True)

    def _close(self) -> None:
        self._move(TicketStatus.CLOSED)

    def _spam(self) -> None:
        self._move(TicketStatus.SPAM, by_staff=True)

    # How it is written down

    def _customer_writes(self, text: str, *, then: TicketStatus) -> None:
        self.words |= words(text)
        self._customer_says(text, outcome=Outcome.REPLY)
        self._event(EventKind.CUSTOMER_WROTE)
        self._move(then)

    def _customer_says(self, text: str, *, outcome: Outcome) -> None:
        customer, is_mail = self.facts.customer, self.facts.source == Source.MAIL
        quoted = ""
        if is_mail and self.last_answer:
            head = customer.voice.quote.format(date=f"{self.at:%Y-%m-%d %H:%M}", name=self.facts.engineer_name)
            quoted = "\n> ".join([head, *self.last_answer.splitlines()])
        incoming = self._incoming(f"{text}\n\n{quoted}", outcome) if is_mail else None
        who = (None, customer.name, customer.email)
        self._message(MessageKind.CUSTOMER, who, text, quoted, incoming, None)

    def _answer(self, text: str, *, then: TicketStatus) -> None:
        if self.assignee is None and self.facts.engineer:
            self.assignee = self.facts.engineer.pk
            self._event(EventKind.ASSIGNED, after=self.facts.engineer_name, by_staff=True)
        self.words |= words(text)
        self.last_answer = text
        self._staff_says(text, MessageKind.STAFF, self._mail("tickets/answer", text=text))
        self._event(EventKind.STAFF_ANSWERED, by_staff=True)
        self._move(then, by_staff=True)

    def _staff_says(self, text: str, kind: MessageKind, outgoing: int | None) -> None:
        engineer = self.facts.engineer
        who = (engineer.pk if engineer else None, self.facts.engineer_name, engineer.email if engineer else "")
        self._message(kind, who, text, "", None, outgoing)

    def _message(
        self,
        kind: MessageKind,
        who: tuple[int | None, str, str],
        text: str,
        quoted: str,
        incoming: int | None,
        outgoing: int | None,
    ) -> None:
        pk = self.sheaf.messages.new_id()
        self.message_ids.append(pk)
        self.sheaf.messages.add(pk, self.home, kind, *who, text, quoted, incoming, outgoing, self.at)

    def _incoming(self, text: str, outcome: Outcome) -> int:
        customer, pk = self.facts.customer, self.sheaf.incoming.new_id()
        message_id = f"<seed.{pk}.{self.facts.number}@customer.example>"
        subject = customer.voice.openings[0]
        raw = (
            f"From: <{customer.email}>\nTo: <support@localhost>\nSubject: {subject}\nMessage-ID: {message_id}\n"
            f"Date: {self.at:%a, %d %b %Y %H:%M:%S +0000}\nMIME-Version: 1.0\n"
            f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{text}\n"
        ).encode()
        seal = hashlib.sha256(raw).hexdigest()
        about = (customer.email, "seed", self.at, outcome, self.at, customer.email, subject)
        self.sheaf.incoming.add(pk, message_id, seal, raw, len(raw), *about)
        return pk

    def _mail(self, kind: str, *, text: str = "") -> int:
        """Sent long ago; a few never arrived."""
        customer, pk, nonce = self.facts.customer, self.sheaf.outgoing.new_id(), new_nonce()
        link, topic = f"https://link.invalid/{nonce}/", f"ticket:{self.home}"
        form = sheet(kind, customer.voice.language)
        subject, body = form.filled(number=self.facts.number, link=link, text=text, author=self.facts.engineer_name)
        links = {link: ["case", nonce, "/support/{secret}/"]}
        language, sender = customer.voice.language, self.facts.engineer_name
        head = (kind, topic, language, sender, subject, body, new_message_id(), not text, links)
        self.sheaf.outgoing.add(pk, *head, self.at)
        self.sheaf.links.add(self.home, nonce, self.at, self.at + LINK_LIFE)
        lost = self.rng.random() < LOST_MAIL
        end = (
            (DeliveryState.FAILED, 1, "550 5.1.1 No such user here", None)
            if lost
            else (DeliveryState.SENT, 1, "", self.at)
        )
        self.sheaf.deliveries.add(pk, topic, customer.email, customer.name, not text, *end, self.at)
        return pk

    def _move(self, target: TicketStatus, *, by_staff: bool = False) -> None:
        if target == self.status:
            return
        self._event(EventKind.STATUS_CHANGED, before=self.status, after=target, by_staff=by_staff)
        self.status, self.waiting_since = target, self.at

    def _event(self, kind: EventKind, *, before: str = "", after: str = "", by_staff: bool = False) -> None:
        engineer = self.facts.engineer
        actor, name = (None, self.facts.customer.name)
        if by_staff:
            actor, name = (engineer.pk if engineer else None, self.facts.engineer_name)
        self.sheaf.events.add(self.id, kind, actor, name, before, after, self.at)

    def end(self, *, into: "Story | None" = None) -> None:
        """Write the case itself; `into` is the one that it turns out to be."""
        if into is not None:
            self.status, self.merged_into = TicketStatus.MERGED, into.id
            self._event(EventKind.MERGED, after=into.facts.number, by_staff=True)
            self.sheaf.aliases.add(self.facts.number, into.id)
            into._event(EventKind.MERGED, before=self.facts.number, by_staff=True)
            into.words |= self.words
        self._lines()
        self.sheaf.tickets.add(*self._row())

    def _lines(self) -> None:
        for position, unit in enumerate(self.facts.units, start=1):
            if self.rng.random() < SHOWN_ON_PLATE:
                written = unit.serial if self.rng.random() < 0.5 else f"{unit.serial[:4]}-{unit.serial[4:].lower()}"  # noqa: PLR2004
                self._line(position, unit.serial, written, unit, unit.id)
                self.words |= words(unit.serial)
            else:
                self._line(position, "", "", unit, None)

    def _line(self, position: int, serial: str, written: str, unit: SoldUnit, unit_id: int | None) -> None:
        facts = self.facts
        asking = Asking(
            unit=unit,
            serial=serial,
            country=facts.customer.voice.country,
            at=facts.created_at,
            is_safety=facts.symptom in SAFETY,
            is_settled=self.status in SOLVED,
            engineer=facts.engineer.pk if facts.engineer else None,
        )
        claim = ask_cover(self.sheaf, asking, self.rng)
        self.sheaf.lines.add(self.home, position, serial, written, unit.product_id, unit_id, claim)

    def _row(self) -> Iterable[object]:
        facts, customer = self.facts, self.facts.customer
        is_safety = facts.symptom in SAFETY and self.status != TicketStatus.SPAM
        where = (customer.phone, customer.street, customer.postal_code, customer.city)
        self.words.update(*map(words, (customer.voice.openings[0], facts.seller, customer.city, customer.street)))
        self.words.update(words_of(customer.name, customer.email, customer.phone, customer.postal_code))
        yield from (self.id, facts.number, self.status, self.waiting_since)
        yield from (Priority.URGENT if is_safety else self._priority(), is_safety)
        yield from (customer.voice.openings[0] if facts.source == Source.MAIL else "", facts.symptom)
        yield from (
            customer.name,
            customer.email,
            *where,
            customer.voice.country,
            customer.voice.language,
            facts.seller,
        )
        yield from (self.assignee, facts.source, self.merged_into, facts.created_at, self.at, self.solved_at)
        yield " ".join(f"'{word}'" for word in self.words)

    def _priority(self) -> Priority:
        return self.rng.choices((Priority.HIGH, Priority.NORMAL, Priority.LOW), (1, 8, 1))[0]
