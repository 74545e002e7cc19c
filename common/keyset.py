"""Paging by key: a page begins where the last one ended, and costs the same however far down it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from django.db.models import Model, Q, QuerySet
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan

Row = TypeVar("Row", bound=Model)
Key = tuple[int | datetime, ...]

BETWEEN: Final = "~"
LARGEST: Final = 2**63 - 1  # of a bigint
DIGITS: Final = len(str(LARGEST))


@dataclass(frozen=True)
class Order:
    """A fixed order whose last field is unique: all fields run one way, behind a flag whose bearers come first."""

    fields: tuple[str, ...]
    flag: str = ""
    descending: bool = False

    def by(self, *, backwards: bool = False) -> list[str]:
        down = "-" if self.descending is not backwards else ""
        flag = [f"{'' if backwards else '-'}{self.flag}"] if self.flag else []
        return [*flag, *(f"{down}{name}" for name in self.fields)]

    def key_of(self, row: Model) -> Key:
        return tuple(getattr(row, name) for name in ([self.flag] if self.flag else []) + [*self.fields])

    def beyond(self, key: Key, *, backwards: bool = False) -> Q:
        """The rows after this key, or those before it."""
        lookup = TupleLessThan if self.descending is not backwards else TupleGreaterThan
        if not self.flag:
            return Q(lookup(Tuple(*self.fields), key))
        # With the flag given the index leads straight to the row; only the few bearers need the second half.
        bears_flag = bool(key[0])
        same = Q(**{self.flag: bears_flag}) & Q(lookup(Tuple(*self.fields), key[1:]))
        return same | Q(**{self.flag: backwards}) if bears_flag is not backwards else same

    def write(self, key: Key) -> str:
        return BETWEEN.join(part.isoformat() if isinstance(part, datetime) else str(int(part)) for part in key)

    def read(self, text: str) -> Key | None:
        """The key in an address, or None for anything that is not one of ours."""
        try:
            key = tuple(_part(part) for part in text.split(BETWEEN))
        except ValueError:
            return None
        return key if len(key) == len(self.fields) + bool(self.flag) else None


def _part(text: str) -> int | datetime:
    if text.isascii() and text.isdecimal() and len(text) <= DIGITS and int(text) <= LARGEST:
        return int(text)
    at = datetime.fromisoformat(text)
    if at.tzinfo is None or not 1900 < at.year < 3000:  # noqa: PLR2004
        raise ValueError(text)
    return at


@dataclass(frozen=True)
class Place:
    """Where a page begins: after a key, before one, or at the top."""

    key: Key | None = None
    backwards: bool = False


@dataclass(frozen=True)
class Page(Generic[Row]):
    """Some rows in order, and the keys of the pages beside them where there are any."""

    rows: Sequence[Row]
    after: str = ""
    before: str = ""


def page_of(rows: QuerySet[Row, Any], order: Order, place: Place, *, size: int) -> Page[Row]:
    """The page of these rows that begins at this place."""
    if place.key is not None:
        rows = rows.filter(order.beyond(place.key, backwards=place.backwards))
    return page_from(list(rows.order_by(*order.by(backwards=place.backwards))[: size + 1]), order, place, size=size)


def page_from(found: list[Row], order: Order, place: Place, *, size: int) -> Page[Row]:
    """The page made of at most `size` + 1 rows found from its place on, nearest first."""
    has_more, shown = len(found) > size, found[:size]
    if place.backwards:
        shown.reverse()
    if not shown:
        return Page(shown)
    has_after = place.backwards or has_more
    has_before = has_more if place.backwards else place.key is not None
    return Page(
        shown,
        after=order.write(order.key_of(shown[-1])) if has_after else "",
        before=order.write(order.key_of(shown[0])) if has_before else "",
    )
