"""What is new in a mail, and what it repeats: nothing is thrown away, the rest is folded."""

import re
from bisect import bisect_right
from itertools import accumulate, pairwise
from typing import Final

from mailparser_reply.parser import EmailMessage

# The library's expressions take quadratic time on long lines and long texts; they see neither.
LONGEST_LINE: Final = 300
LONGEST_TEXT: Final = 30_000
LINES_OF_AN_INTRODUCTION: Final = 3
MAIL_HEADERS: Final = EmailMessage(text="", languages=["en", "fr", "sv", "de", "nl", "da", "es", "it"]).HEADER_REGEX

INTRODUCTION: Final = re.compile(
    r"^[*\s]*(?:on|le|den|am|op|el|il|em|mån|tis|ons|tors?|fre|lör|sön|\d{1,4}(?=[ ./-]))\b", re.IGNORECASE
)
WROTE: Final = re.compile(
    r"^(?=.{0,400}(?:\d|@)).{0,300}\b(?:wrote|writes|a écrit|skrev|schrieb|schreef|escribió|ha scritto)\b.{0,200}:\s*$",
    re.IGNORECASE | re.DOTALL,
)
SEPARATOR: Final = re.compile(
    r"^\s*(?:-{3,}\s*(?:original message|forwarded message|message d.origine|message transféré|ursprungligt meddelande"
    r"|vidarebefordrat meddelande|ursprüngliche nachricht|weitergeleitete nachricht|oorspronkelijk bericht"
    r"|opprinnelig melding|oprindelig meddelelse)\s*-{3,}|_{20,})\s*$",
    re.IGNORECASE,
)
SIGNATURE: Final = re.compile(
    r"^\s*(?:--\s?|get outlook for .{0,60}"
    r"|(?:sent from|sent via) (?:my|mail for|outlook|yahoo|samsung|proton).{0,60}"
    r"|envoyé (?:de|depuis|à partir d).{0,60}|téléchargez outlook .{0,60}|obtenir outlook .{0,60}"
    r"|skickat från .{0,60}|skickades från .{0,60}|hämta outlook .{0,60}"
    r"|von meine[mr] .{0,40} gesendet|gesendet (?:von|mit) .{0,60}|verstuurd vana.{0,60}"
    r"|sendt fra (?:min|mit) .{0,60})$",
    re.IGNORECASE,
)


def split_quoted(text: str) -> tuple[str, str]:
    """The new text and the rest (what it answers, signature); the whole as new where the two cannot be told apart."""
    lines = _Lines(text)
    cut = min(lines.cut(), _cut_by_library(text, lines))
    new, rest = text[:cut].rstrip(), text[cut:].strip("\n")
    return (new, rest) if new.strip() else (text.strip(), "")


class _Lines:
    """The lines of a text, with where they begin and where quoting stops mattering."""

    def __init__(self, text: str) -> None:
        self.lines = text.split("\n")
        self.starts = [0, *accumulate(len(line) + 1 for line in self.lines)]
        self.length = len(text)
        filled = [(number, line.startswith(">")) for number, line in enumerate(self.lines) if line.strip()]
        self.last_said = max(
            (number for number, quoted in filled if not quoted and not self._is_signature(number)), default=-1
        )
        answered = [one for (one, quoted), (_, later) in pairwise(filled) if quoted and not later]
        # Answers stand between quoted lines up to here: before it, all of it has to be read.
        self.last_answered = max(answered, default=-1)

    def cut(self) -> int:
        places = (self._begins_rest(number) for number in range(len(self.lines)))
        return next((place for place in places if place is not None), self.length)

    def is_interleaved_from(self, place: int) -> bool:
        return self.last_answered >= bisect_right(self.starts, place) - 1

    def _is_signature(self, number: int) -> bool:
        return SIGNATURE.match(self.lines[number][:LONGEST_LINE]) is not None

    def _begins_rest(self, number: int) -> int | None:
        line = self.lines[number]
        if len(line) > LONGEST_LINE or not line.strip():
            return None
        if SIGNATURE.match(line) or SEPARATOR.match(line):
            return self.starts[number]
        if line.startswith(">"):
            return self.starts[number] if number > self.last_said else None
        if line.rstrip().endswith(":") and self.last_answered <= number:
            return self._introduction(number)
        return None

    def _introduction(self, number: int) -> int | None:
        """Where “On Monday Anna wrote:” begins, which may be one or two lines above its colon."""
        first = max(0, number - LINES_OF_AN_INTRODUCTION + 1)
        begins = [n for n in range(number, first - 1, -1) if INTRODUCTION.match(self.lines[n])]
        start = begins[0] if begins else number
        words = " ".join(line[:LONGEST_LINE] for line in self.lines[start : number + 1])
        return self.starts[start] if WROTE.match(words) else None


def _cut_by_library(text: str, lines: _Lines) -> int:
    shadow = "\n".join(
        line if len(line) <= LONGEST_LINE else "." * len(line) for line in text[:LONGEST_TEXT].split("\n")
    )
    found = MAIL_HEADERS.search(shadow)
    if found is None or lines.is_interleaved_from(found.end()):
        return len(text)
    return int(found.start())
