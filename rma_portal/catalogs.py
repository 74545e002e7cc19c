"""Translations: the .po files are the source, the .mo files that Django reads are made from them on each machine."""

from pathlib import Path

import polib


def catalogs(folder: Path) -> list[Path]:
    return sorted(folder.glob("*/LC_MESSAGES/*.po"))


def compile_catalogs(folder: Path) -> list[Path]:
    """Make what is missing or out of date; returns the catalogs that were compiled."""
    stale = [source for source in catalogs(folder) if _is_stale(source)]
    for source in stale:
        # Another process may be reading: it sees the old file or the new one, never half of one.
        half_made = source.with_suffix(".mo.new")
        polib.pofile(str(source)).save_as_mofile(str(half_made))
        half_made.replace(source.with_suffix(".mo"))
    return stale


def _is_stale(source: Path) -> bool:
    made = source.with_suffix(".mo")
    return not made.exists() or made.stat().st_mtime < source.stat().st_mtime
