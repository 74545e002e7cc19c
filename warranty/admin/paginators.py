"""Counting that stops in time."""

from typing import Any, Final, cast

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

from warranty.models import Unit

MOST_COUNTED: Final = 10_000


class CappedPaginator(Paginator[Any]):
    """Counts to ten thousand and no further: a list of a million units opens as fast as one of a hundred."""

    @cached_property
    def count(self) -> int:
        units = cast("QuerySet[Unit]", self.object_list)
        return units.order_by().values("pk")[:MOST_COUNTED].count()
