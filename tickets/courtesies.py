"""Short words of thanks, which must not open a solved case again."""

import re
from typing import Final

from common.text import fold

LONGEST: Final = 120
WORDS: Final = frozenset(
    # en, fr, sv, no/da, de
    "thanks thank you thx ok okay great perfect super fine good it works now all very much a lot for the your help have nice day "
    "merci beaucoup parfait bonne journee genial d accord pour votre aide ca marche cela fonctionne bien tout a vous "
    "tack sa mycket bra toppen fint det fungerar nu for hjalpen ha en trevlig dag hej "
    "takk tusen mange tak danke vielen dank fur ihre hilfe".split()
)
SURE: Final = frozenset("thanks thank thx merci tack takk tak dank danke".split())


def is_thanks_only(text: str) -> bool:
    """Whether the message says thank you and nothing that asks for an answer."""
    words = re.findall(r"[a-z]+", fold(text))
    if "?" in text or len(text) > LONGEST or not SURE.intersection(words):
        return False
    unknown = [word for word in words if word not in WORDS]
    return len(unknown) <= 2  # a first name below it
