"""Who sold: a partner whose name stands in the text, else what looks like a company at its head."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from common.text import clean_line, fold

SHORTEST: Final = 4
HEAD_LINES: Final = 15
LONGEST_LINE: Final = 80
MOST: Final = 5
WORD: Final = re.compile(r"[^\W_]+")
COMPANY: Final = re.compile(
    r"(?<!\w)(?:SARL|SAS|SASU|EURL|S\.?A\.?|SNC|AB|HB|AS|A/S|ApS|GmbH|AG|KG|Oy|Oyj|Ltd|Limited|LLC|Inc|BV|B\.V\.|NV|SRL|S\.r\.l\.|SpA|Lda|SL)"
    r"\.?(?!\w)"
)


@dataclass(frozen=True)
class FoundSeller:
    """A name on the paper; `partner` is the row of the one whom we know, 0 for a stranger."""

    name: str
    partner: int = 0


def find_sellers(text: str, *, partners: Mapping[str, int]) -> list[FoundSeller]:
    """Known partners first, the longest name before a shorter one that is part of it; then companies at the head."""
    known = _known(text, partners)
    if known:
        return known[:MOST]
    return [FoundSeller(name) for name in _companies(text.splitlines())][:MOST]


def _known(text: str, partners: Mapping[str, int]) -> list[FoundSeller]:
    words = _words(text)
    found: list[FoundSeller] = []
    for name in sorted(partners, key=lambda n: (-len(n), n)):
        wanted = _words(name)
        # " elec sarl " in " … chez elec sarl a lyon … ": whole words, whatever stands between them.
        if len(wanted.strip()) >= SHORTEST and wanted in words:
            found.append(FoundSeller(name, partners[name]))
            words = words.replace(wanted, " | ")
    return found


def _words(text: str) -> str:
    return f" {' '.join(WORD.findall(fold(text)))} "


def _companies(lines: Sequence[str]) -> Iterable[str]:
    head = [clean_line(line) for line in lines if line.strip()][:HEAD_LINES]
    return dict.fromkeys(line for line in head if len(line) <= LONGEST_LINE and COMPANY.search(line))
