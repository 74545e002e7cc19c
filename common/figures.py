"""Figures that may be some seconds old: kept in the cache, made afresh when it is empty or away."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

import structlog
from django.core.cache import cache

log = structlog.get_logger(__name__)

Figure = TypeVar("Figure")


def kept(key: str, *, seconds: int, make: Callable[[], Figure]) -> Figure:
    """The figure kept under this key, or a fresh one that is kept from now on."""
    found = kept_of([key])
    if key in found:
        return found[key]  # type: ignore[return-value]
    fresh = make()
    keep({key: fresh}, seconds=seconds)
    return fresh


def kept_of(keys: Iterable[str]) -> dict[str, object]:
    """Those of the figures that are kept now; none while the cache is away."""
    try:
        found = cache.get_many([f"figure:{key}" for key in keys])
    except Exception:
        log.warning("figures_not_read")
        return {}
    return {key.removeprefix("figure:"): value for key, value in found.items()}


def keep(figures: Mapping[str, object], *, seconds: int) -> None:
    """Keep these for some seconds; a cache that is away only costs time."""
    if not figures:
        return
    try:
        cache.set_many({f"figure:{key}": value for key, value in figures.items()}, timeout=seconds)
    except Exception:
        log.warning("figures_not_kept")
