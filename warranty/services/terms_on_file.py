"""Laying down the terms that come with the product; what is there already stays as it is."""

from collections.abc import Iterable
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from warranty.models import LawVersion, Policy, PolicyVersion
from warranty.terms_files import laws_on_file, policies_on_file

Version = TypeVar("Version", LawVersion, PolicyVersion)


@transaction.atomic
def lay_down_laws() -> int:
    """Write the law of every country into a portal that has none yet; returns how many versions."""
    if LawVersion.objects.exists():
        return 0
    return len(LawVersion.objects.bulk_create(_published(laws_on_file())))


@transaction.atomic
def lay_down_policies() -> int:
    """Write the policies of the demo into a portal that has none yet; returns how many versions."""
    if Policy.objects.exists():
        return 0
    terms = policies_on_file()
    Policy.objects.bulk_create(policy for policy, _versions in terms)
    written = _published(version for _policy, versions in terms for version in versions)
    return len(PolicyVersion.objects.bulk_create(written))


def _published(versions: Iterable[Version]) -> list[Version]:
    at, published = timezone.now(), list(versions)
    for version in published:
        version.published_at = at
    return published
