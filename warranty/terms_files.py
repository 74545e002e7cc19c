"""The terms that come with the product, as files: the law of the countries, and the policies of the demo."""

import json
from datetime import date
from pathlib import Path
from typing import Any, Final

from warranty.book import law_terms, policy_terms
from warranty.models import LawVersion, Policy, PolicyVersion
from warranty.terms import Book
from warranty.zones import zones_by_country

FOLDER: Final = Path(__file__).parent / "data"


def policies_on_file() -> list[tuple[Policy, list[PolicyVersion]]]:
    """Each policy with its versions, as rows that are not written yet."""
    policies: list[dict[str, Any]] = json.loads((FOLDER / "policies.json").read_text("utf-8"))
    return [_policy(**policy) for policy in policies]


def laws_on_file() -> list[LawVersion]:
    """Each version of a law, as a row that is not written yet."""
    return [LawVersion(**_dated(law)) for law in json.loads((FOLDER / "laws.json").read_text("utf-8"))]


def book_on_file() -> Book:
    """A book of just these, for files of cases that are judged without a database; the versions are numbered."""
    versions = [version for _policy, versions in policies_on_file() for version in versions]
    laws = laws_on_file()
    for numbered in (versions, laws):
        for number, version in enumerate(numbered, start=1):
            version.pk = number
    zones = zones_by_country({law.country.code: law.time_zone for law in laws})
    return Book.of(map(policy_terms, versions), map(law_terms, laws), zones=zones)


def _policy(versions: list[dict[str, Any]], **said: Any) -> tuple[Policy, list[PolicyVersion]]:
    policy = Policy(**said)
    return policy, [PolicyVersion(policy=policy, **_dated(version)) for version in versions]


def _dated(version: dict[str, Any]) -> dict[str, Any]:
    valid_from = version.get("valid_from")
    return {**version, "valid_from": date.fromisoformat(valid_from) if valid_from else None}
