"""What the people of the demo data are called and how they speak, in one language."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Voice:
    language: str
    country: str
    calling_code: str
    first_names: tuple[str, ...]
    last_names: tuple[str, ...]
    streets: tuple[str, ...]
    towns: tuple[tuple[str, str], ...]  # postal code and town
    greeting: str
    openings: tuple[str, ...]
    complaints: Mapping[str, tuple[str, ...]]  # by symptom
    closings: tuple[str, ...]
    questions: tuple[str, ...]
    follow_ups: tuple[str, ...]
    solutions: tuple[str, ...]
    returns: tuple[str, ...]
    thanks: tuple[str, ...]
    order: str
    quote: str
    spam: tuple[str, str]
    templates: Mapping[str, str]
