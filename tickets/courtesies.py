"""Short words of thanks, which must not open a solved case again."""

import re
from typing import Final

from common.text import fold

LONGEST: Final = 120
OTHERS_ALLOWED: Final = 2  # a first name below it
# en, fr, sv, no/da, de
_COURTEOUS: Final = """
    thanks thank you thx ok okay great perfect super fine good it works now all very much a lot for the your help have
    nice day
    merci beaucoup parfait bonne journee genial d accord pour votre aide ca marche cela fonctionne bien tout a vous
    tack sa mycket bra toppen fint det fungerar nu for hjalpen ha en trevlig dag hej
    takk tusen mange tak danke vielen dank fur ihre hilfe
"""
WORDS: Final = frozenset(_COURTEOUS.split())
SURE: Final = frozenset({"thanks", "thank", "thx", "merci", "tack", "takk", "tak", "dank", "danke"})


def is_thanks_only(text: str) -> bool:
    """Whether the message says thank you and nothing that asks for an answer."""
    words = re.findall(r"[a-z]+", fold(text))
    if "?" in text or len(text) > LONGEST or not SURE.intersection(words):
        return False
    return sum(word not in WORDS for word in words) <= OTHERS_ALLOWED
