"""The roles of staff: groups with the permissions that each of them works with."""

from typing import Final

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import User


class Role(TextChoices):
    ENGINEER = "engineer", _("Support engineer")
    TECHNICIAN = "technician", _("Depot technician")
    FINANCE = "finance", _("Finance")
    MANAGER = "manager", _("Manager")
    ADMIN = "admin", _("Administrator")


_READ: Final = ("tickets.view_ticket", "warranty.view_unit", "warranty.view_product", "accounts.view_partner")
_TRIAGE: Final = (
    *_READ,
    "tickets.add_ticket",
    "tickets.change_ticket",
    "tickets.view_replytemplate",
    "mail.view_incomingmail",
    "mail.change_incomingmail",
    "mail.view_outgoingmail",
    "mail.change_outgoingmail",
    *(f"warranty.view_{model}" for model in ("policy", "policyversion", "lawversion")),
    *("warranty.add_override", "tickets.view_termspreview"),
)
_MANAGE: Final = (
    *_TRIAGE,
    *(f"tickets.{verb}_{model}" for verb in ("add", "change", "delete") for model in ("replytemplate", "tag")),
    *(f"mail.{verb}_blockedsender" for verb in ("view", "add", "change", "delete")),
    *(f"warranty.{verb}_{model}" for verb in ("add", "change") for model in ("unit", "product")),
    *(f"warranty.{verb}_policy" for verb in ("add", "change")),
    *(f"warranty.{verb}_{model}" for verb in ("add", "change", "delete") for model in ("policyversion", "lawversion")),
    "warranty.change_override",
    "warranty.view_proofview",
    *(f"accounts.{verb}_partner" for verb in ("add", "change")),
    *("tickets.view_tag", "tickets.add_termspreview", "tickets.delete_termspreview"),
)
PERMISSIONS: Final[dict[Role, tuple[str, ...]]] = {
    Role.ENGINEER: _TRIAGE,
    Role.TECHNICIAN: _READ,
    Role.FINANCE: _READ,
    Role.MANAGER: _MANAGE,
    Role.ADMIN: (*_MANAGE, *(f"accounts.{verb}_user" for verb in ("view", "add", "change")), "mail.view_mailbox"),
}


@transaction.atomic
def sync_roles() -> None:
    """Make each role's group hold exactly the permissions of the table; safe to repeat."""
    every = {f"{p.content_type.app_label}.{p.codename}": p for p in Permission.objects.select_related("content_type")}
    for role, names in PERMISSIONS.items():
        group, _created = Group.objects.get_or_create(name=role.value)
        group.permissions.set([every[name] for name in names])


def give_role(user: User, role: Role) -> None:
    """Make the user a member of staff in this one role."""
    group = Group.objects.get(name=role.value)
    user.groups.set([group])
    user.is_staff = True
    user.is_superuser = False
    user.save(update_fields=["is_staff", "is_superuser"])


def role_of(user: User) -> Role | None:
    """The one role of a member of staff; none for the owner and for people who do not work here."""
    names = {group.name for group in user.groups.all()}
    return next((role for role in Role if role.value in names), None)
