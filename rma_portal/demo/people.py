"""Customers, some of whom come back."""

from dataclasses import dataclass
from random import Random
from typing import Final

from common.text import fold
from rma_portal.demo.voice import Voice
from rma_portal.demo.voices import some_voice

REMEMBERED: Final = 400
COMES_BACK: Final = 0.12


@dataclass(frozen=True)
class Customer:
    voice: Voice
    name: str
    email: str
    phone: str
    street: str
    postal_code: str
    city: str


class Customers:
    """New ones mostly; now and then somebody who has been here before."""

    def __init__(self, rng: Random, *, first: int) -> None:
        self._rng, self._count = rng, first
        self._known: list[Customer] = []

    def next(self) -> Customer:
        if self._known and self._rng.random() < COMES_BACK:
            return self._rng.choice(self._known)
        self._count += 1
        customer = self._make()
        if len(self._known) < REMEMBERED:
            self._known.append(customer)
        else:
            self._known[self._rng.randrange(REMEMBERED)] = customer
        return customer

    def _make(self) -> Customer:
        rng, voice = self._rng, some_voice(self._rng)
        first, last = rng.choice(voice.first_names), rng.choice(voice.last_names)
        postal_code, city = rng.choice(voice.towns)
        local = f"{fold(first)}.{fold(last)}".replace("’", "").replace("'", "")
        return Customer(
            voice=voice,
            name=f"{first} {last}",
            email=f"{local}{self._count}@customer.example",
            phone=f"{voice.calling_code} {rng.randrange(10, 99)} {rng.randrange(100, 999)} {rng.randrange(1000, 9999)}",
            street=f"{rng.randrange(1, 120)} {rng.choice(voice.streets)}",
            postal_code=postal_code,
            city=city,
        )
