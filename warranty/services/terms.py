"""Terms of policies and laws: drafted beside those in force, published once, then only superseded."""

from functools import partial
from typing import Any, Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from common.errors import DomainError
from warranty.book import forget_book
from warranty.models import Claim, LawVersion, Policy, PolicyVersion, Standing
from warranty.services.claims import mark_due

Version = PolicyVersion | LawVersion
OF_THE_ROW: Final = frozenset({"id", "supersedes", "published_at"})
# What makes two versions in force speak of the same units.
SCOPE_OF_POLICY: Final = ("policy", "models_covered", "markets", "valid_from")
SCOPE_OF_LAW: Final = ("country", "valid_from")


@transaction.atomic
def draft_instead_of(*, version: Version, user: User) -> Version:
    """A copy to be changed, which takes the place of the version once it is published."""
    kind = type(version)
    _check_may(user, "add", version)
    version = _locked(version)
    if version.published_at is None:
        raise DomainError(_("This is a draft itself; please change it."))
    if kind._default_manager.filter(supersedes=version.pk).exists():
        raise DomainError(_("Somebody has begun another version instead of this one already."))
    draft: Version = kind._default_manager.create(**{"supersedes": version, **_copied(version)})
    return draft


@transaction.atomic
def publish(*, version: Version, user: User) -> Version:
    """From now on it decides; claims that it may decide otherwise, and that were not answered yet, are judged again."""
    _check_may(user, "change", version)
    version, begun = _locked(version), timezone.now()
    if version.published_at is not None:
        raise DomainError(_("This version was published meanwhile."))
    _check_alone(version)
    version.published_at = begun
    version.save(update_fields=["published_at"])
    mark_due(_affected(version))
    # A claim that was filed and judged by the old terms while this was under way is found once they are out of force.
    transaction.on_commit(partial(_follow_up, version))
    return version


@transaction.atomic
def keep_policy(*, policy: Policy) -> Policy:
    """Write down a policy; what it covers without being named is judged again when that changes."""
    before = Policy.objects.select_for_update().filter(pk=policy.pk).values_list("is_default", flat=True).first()
    policy.save()
    if bool(before) != policy.is_default:
        unnamed = Claim.objects.filter(product__policy=None).exclude(verdict__standing=Standing.ISSUED)
        mark_due(unnamed)
        transaction.on_commit(forget_book)
    return policy


def _follow_up(version: Version) -> None:
    forget_book()
    mark_due(_affected(version).filter(verdict__created_at__gte=version.published_at))


def _locked(version: Version) -> Version:
    """The fresh row; a draft that somebody has thrown away meanwhile is refused."""
    row: Version | None = type(version)._default_manager.select_for_update().filter(pk=version.pk).first()
    if row is None:
        raise DomainError(_("This draft was thrown away meanwhile."))
    return row


def _check_may(user: User, verb: str, version: Version) -> None:
    if not user.has_perm(f"warranty.{verb}_{version._meta.model_name}"):
        raise DomainError(_("Your role may not do this; please ask a manager."))


def _check_alone(version: Version) -> None:
    """Two versions in force for the very same units would leave it to chance which one decides."""
    scope = SCOPE_OF_POLICY if isinstance(version, PolicyVersion) else SCOPE_OF_LAW
    wanted = {name: getattr(version, name) for name in scope}
    given = {name: value for name, value in wanted.items() if value is not None}
    left_open = {f"{name}__isnull": True for name, value in wanted.items() if value is None}
    in_force = type(version)._default_manager.filter(published_at__isnull=False, **given, **left_open)
    others = set(in_force.exclude(superseded_by__published_at__isnull=False).values_list("pk", flat=True))
    if others - {version.supersedes_id}:
        raise DomainError(
            _("Another version in force speaks of the same units; please begin a version instead of that one.")
        )


def _affected(version: Version) -> QuerySet[Claim]:
    """The claims that it speaks of and that nobody was answered on; what was issued stays as it is."""
    if isinstance(version, PolicyVersion):
        spoken_of = Claim.objects.filter(verdict__facts__policy=version.policy.code)
    else:
        spoken_of = Claim.objects.filter(verdict__facts__country=version.country.code)
    return spoken_of.exclude(verdict__standing=Standing.ISSUED)


def _copied(version: Version) -> dict[str, Any]:
    names = [field.name for field in version._meta.concrete_fields if field.name not in OF_THE_ROW]
    return {name: getattr(version, name) for name in names}
