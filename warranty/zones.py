"""Where the days of a country begin and end."""

from collections.abc import Mapping
from datetime import tzinfo
from functools import cache
from importlib.resources import files
from typing import Final
from zoneinfo import ZoneInfo

COLUMNS: Final = 3


def zones_by_country(chosen: Mapping[str, str]) -> dict[str, tzinfo]:
    """The zone of each country, by its code: the chosen one, else the first that the time zone database names."""
    return {country: ZoneInfo(name) for country, name in {**_first_zones(), **chosen}.items()}


@cache
def _first_zones() -> Mapping[str, str]:
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text("utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    zones: dict[str, str] = {}
    for row in rows:
        if len(row) >= COLUMNS:
            zones.setdefault(row[0], row[2])
    return zones
