"""The languages of the demo, and how often each is heard."""

from random import Random
from typing import Final

from rma_portal.demo.english import ENGLISH
from rma_portal.demo.french import FRENCH
from rma_portal.demo.swedish import SWEDISH
from rma_portal.demo.voice import Voice

VOICES: Final = (FRENCH, SWEDISH, ENGLISH)
SHARES: Final = (40, 35, 25)


def some_voice(rng: Random) -> Voice:
    return rng.choices(VOICES, SHARES)[0]
