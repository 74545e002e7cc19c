"""Laying down the terms that come with the product; what is there already stays as it is."""

from django.db import transaction
from django.utils import timezone

from warranty.models import LawVersion, Policy, PolicyVersion
from warranty.terms_files import laws_on_file, policies_on_file


@transaction.atomic
def lay_down_laws() -> int:
    """Write the law of every country into a portal that has none yet; returns how many versions."""
    if LawVersion.objects.exists():
        return 0
    at = timezone.now()
    return len(LawVersion.objects.bulk_create(LawVersion(**law, published_at=at) for law in laws_on_file()))


@transaction.atomic
def lay_down_policies() -> int:
    """Write the policies of the demo into a portal that has none yet; returns how many versions."""
    if Policy.objects.exists():
        return 0
    at, versions = timezone.now(), []
    for terms in policies_on_file():
        policy = Policy.objects.create(code=terms["code"], name=terms["name"], is_default=terms["is_default"])
        for version in terms["versions"]:
            models = {"models_covered": version.get("models", [])}
            said = {name: value for name, value in version.items() if name != "models"}
            versions.append(PolicyVersion(policy=policy, published_at=at, **said, **models))
    return len(PolicyVersion.objects.bulk_create(versions))
