"""The terms that come with the product, as files: the law of the countries, and the policies of the demo."""

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

from warranty.terms import Book, LawTerms, PolicyTerms
from warranty.zones import zones_by_country

FOLDER: Final = Path(__file__).parent / "data"
OF_THE_ROW: Final = ("note", "time_zone")


def policies_on_file() -> list[dict[str, Any]]:
    """Each policy with its code, name and versions; dates and models as they are in the row."""
    policies: list[dict[str, Any]] = json.loads((FOLDER / "policies.json").read_text("utf-8"))
    return [{**policy, "versions": [_dated(version) for version in policy["versions"]]} for policy in policies]


def laws_on_file() -> list[dict[str, Any]]:
    """Each version of a law with the columns of its row."""
    return [_dated(law) for law in json.loads((FOLDER / "laws.json").read_text("utf-8"))]


def book_on_file() -> Book:
    """A book of just these, for files of cases that are judged without a database."""
    policies = [
        PolicyTerms(
            policy=policy["code"],
            **{**_terms(version), "models": frozenset(version.get("models", ())), "id": number},
        )
        for policy in policies_on_file()
        for number, version in enumerate(policy["versions"], start=1)
    ]
    laws = [LawTerms(**_terms(law), id=number) for number, law in enumerate(laws_on_file(), start=1)]
    return Book.of(policies, laws, zones=zones_by_country({law["country"]: law["time_zone"] for law in laws_on_file()}))


def _dated(version: dict[str, Any]) -> dict[str, Any]:
    valid_from = version.get("valid_from")
    return {**version, "valid_from": date.fromisoformat(valid_from) if valid_from else None}


def _terms(version: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in version.items() if name not in OF_THE_ROW}
