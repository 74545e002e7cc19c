"""Worked cases in a file: each row the facts of a claim, and what is expected to be decided."""

import csv
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import IO, Any, Final

from common.errors import DomainError
from warranty.facts import DATES, BuyerKind, Exclusion, Facts, Mark, SerialStatus, Source, Stay
from warranty.rulings import Ruling
from warranty.statutory import PAID, REPAIR, REPLACE

STAY_PARTS: Final = 4
STAY_KINDS: Final = frozenset({PAID, REPAIR, REPLACE})
MOST_CHARACTERS: Final = 100_000
NEEDED: Final = frozenset({"policy", "model", "reported_at"})


@dataclass(frozen=True)
class Vector:
    """One row: its name, its facts or what is wrong with them, and what it expects by column."""

    id: str
    facts: Facts | None
    problem: str
    expected: Mapping[str, str]


def read_vectors(source: IO[str]) -> Iterator[Vector]:
    """Each row of the file; raise DomainError for a file that is none of these."""
    csv.field_size_limit(MOST_CHARACTERS)
    try:
        rows = csv.DictReader(source)
        missing = NEEDED - set(rows.fieldnames or ())
        if missing:
            raise DomainError(f"The file has no column {', '.join(sorted(missing))}.")
        for row in rows:
            yield _vector(rows.line_num, {str(name): str(value or "").strip() for name, value in row.items() if name})
    except (csv.Error, UnicodeDecodeError) as error:
        raise DomainError(f"The file cannot be read: {error}.") from error


def result_of(ruling: Ruling) -> dict[str, Any]:
    """The verdict in the names and spelling of the file."""
    days = {name: getattr(ruling, name) for name in ("start", "end_commercial", "end_statutory", "burden_until")}
    return {
        "decision": str(ruling.decision),
        "basis": str(ruling.basis),
        "reason": str(ruling.reason),
        **{name: day and day.isoformat() for name, day in days.items()},
        "flags": [str(flag) for flag in ruling.flags],
    }


def differences(result: Mapping[str, Any], expected: Mapping[str, str]) -> list[str]:
    """The columns in which the verdict is not the expected one."""
    return [f"expect_{name}" for name, want in expected.items() if _spelled(result.get(name)) != want]


def _spelled(value: object) -> str:
    return "|".join(map(str, value)) if isinstance(value, list) else str(value or "")


def _vector(line: int, row: Mapping[str, str]) -> Vector:
    name = row.get("id") or f"line {line}"
    expected = {column.removeprefix("expect_"): text for column, text in row.items() if column.startswith("expect_")}
    try:
        return Vector(name, _facts(row), "", expected)
    except DomainError as error:
        return Vector(name, None, f"line {line}, {error.field}: {error}", expected)


def _facts(row: Mapping[str, str]) -> Facts:
    state, _colon, kind = row.get("exclusion", "").partition(":")
    return Facts(
        policy=row["policy"],
        model=row["model"],
        serial_status=_one(row, "serial_status", SerialStatus, SerialStatus.OK),
        marks=_several(row, "serial_flags", Mark),
        buyer=_one(row, "buyer", BuyerKind, BuyerKind.CONSUMER),
        country=row.get("country", "").upper(),
        reported_at=_moment(row["reported_at"]),
        **{column: _read(column, row.get(column, ""), date.fromisoformat) for column in DATES},
        evidence=_several(row, "evidence", Source),
        history=tuple(_stay(text) for text in row.get("history", "").split("|") if text),
        exclusion=_one({"exclusion": state}, "exclusion", Exclusion, Exclusion.NONE),
        exclusion_kind=kind,
    )


def _read(column: str, text: str, read: Callable[[str], Any]) -> Any:  # noqa: ANN401  what `read` makes of it
    try:
        return read(text) if text else None
    except ValueError as error:
        raise DomainError(f"“{text[:40]}” cannot be read.", field=column) from error


def _one(row: Mapping[str, str], column: str, kind: type[StrEnum], default: StrEnum) -> str:
    return str(_read(column, row.get(column, ""), kind) or default)


def _several(row: Mapping[str, str], column: str, kind: type[StrEnum]) -> frozenset[str]:
    return frozenset(_read(column, text.strip(), kind) for text in row.get(column, "").split("|") if text.strip())


def _moment(text: str) -> datetime:
    moment: datetime | None = _read("reported_at", text, datetime.fromisoformat)
    if moment is None:
        raise DomainError("It is missing.", field="reported_at")
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _stay(text: str) -> Stay:
    parts = text.split(":")
    if len(parts) != STAY_PARTS or parts[0] not in STAY_KINDS or not parts[2]:
        raise DomainError(f"“{text[:40]}” is not kind:choice:handed_over:returned.", field="history")
    over, back = (_read("history", part, date.fromisoformat) for part in parts[2:])
    return Stay(parts[0], parts[1], over, back)
