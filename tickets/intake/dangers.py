"""Words that mean danger, in the three languages we answer in; one too many is better than one too few."""

import re
from typing import Final

BURNING: Final = (
    r"burn(?:t|ing|ed|s)?(?! (?:in|out) period)|smok(?:e|es|ing)|(?:on|caught|catching) fire|flames?"
    r"|melt(?:ed|ing)|sparks|sparking"
    r"|br[ûu]l[ée]e?s?|br[ûu]ler|br[ûu]lures?|fumée|(?:en|pris|prend) feu|flammes?|incendie|fondue?s?|étincelles?"
    r"|bränn\w*|bränt\w*|brunni[tn]|brinner|brand(?:lukt|rök)|luktar (?:brand|eld)"
    r"|rök(?:er|te|lukt|en)?|eldsvåda|smält\w*|gnist\w+"
)
SHOCK: Final = (
    r"electric(?:al)? shocks?|(?:got|get|gave me|getting) an? shock|electrocut\w+"
    r"|(?:felt|feel) an? shock"
    r"|(?:choc|décharge)s? électriques?|(?:reçu|pris|prend|senti) une (?:décharge|châtaigne)|électrocut\w+"
    r"|elstöt\w*|elchock\w*|(?:fick|fått|får|ger|gav|kände|känner) (?:mig |)(?:en |)stöt(?:en|ar)?"
)
WATER: Final = (
    r"water (?:has |is |)(?:inside|in (?:the|my) (?:charger|unit|box|plug))|(?:full of|filled with) water"
    r"|water (?:has |)(?:got|come|came|leaked|leaking) in(?:to|side)?"
    r"|eau (?:dans|à l.intérieur|est entrée)"
    r"|vatten (?:har |)(?:kommit|kom|läckt|trängt) in|vatten (?:i|inuti|inne i)"
)
DANGER: Final = re.compile(rf"(?<!\w)(?:{BURNING}|{SHOCK}|{WATER})(?!\w)", re.IGNORECASE)
CHARACTERS_READ: Final = 20_000


def speaks_of_danger(text: str) -> bool:
    """Whether the text speaks of burning, shock, smoke or water in the unit."""
    return DANGER.search(text[:CHARACTERS_READ]) is not None
