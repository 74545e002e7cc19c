"""Which of the serials that were found belong to which of the units that lack one: what is certain, never a guess."""

from collections.abc import Hashable, Sequence

Kind = Hashable | None
Pair = tuple[int, int]


def match(found: Sequence[Kind], lacking: Sequence[Kind]) -> list[Pair]:
    """Places of found serials and of the units they belong to; both are told by their product, None where unknown.

    Units that do not differ are interchangeable: as long as there are enough of them for what was found, any order
    of them is right. Where more was found than there are such units, which of them is meant is not certain.
    """
    pairs = [pair for kind in dict.fromkeys(lacking) if kind is not None for pair in _alike(found, lacking, kind)]
    rest, open_ = _left(found, lacking, pairs)
    unnamed = [place for place in open_ if lacking[place] is None]
    if 0 < len(rest) <= len(unnamed):
        return pairs + list(zip(rest, unnamed, strict=False))
    if len(rest) == len(open_) == 1 and found[rest[0]] is None:
        return [*pairs, (rest[0], open_[0])]
    return pairs


def _alike(found: Sequence[Kind], lacking: Sequence[Kind], kind: Kind) -> list[Pair]:
    ours = [place for place, other in enumerate(found) if other == kind]
    theirs = [place for place, other in enumerate(lacking) if other == kind]
    return list(zip(ours, theirs, strict=False)) if len(ours) <= len(theirs) else []


def _left(found: Sequence[Kind], lacking: Sequence[Kind], pairs: Sequence[Pair]) -> tuple[list[int], list[int]]:
    used, filled = {place for place, _ in pairs}, {place for _, place in pairs}
    rest = [place for place in range(len(found)) if place not in used]
    return rest, [place for place in range(len(lacking)) if place not in filled]
