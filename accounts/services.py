"""Staff come, change and go; everybody chooses their own password."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import emails
from accounts.models import AccountLink, LinkPurpose, NewCaseMail, User
from accounts.roles import Role, give_role
from accounts.selectors import find_user
from common.errors import DomainError
from common.text import clean_line

LIFE: Final = {LinkPurpose.INVITATION: timedelta(hours=72), LinkPurpose.RESET: timedelta(hours=1)}


@dataclass(frozen=True)
class Person:
    """Whom to invite, and how to speak to them."""

    email: str
    name: str = ""
    language: str = "en"
    new_case_mail: str = NewCaseMail.SAFETY


@transaction.atomic
def invite_staff(*, person: Person, role: Role) -> User:
    """Make a member of staff, or give one another role; whoever has no password yet is mailed a link to choose one."""
    user = _found_or_made(person)
    give_role(user, role)
    if not user.has_usable_password():
        emails.queue_invitation(_new_link(user, LinkPurpose.INVITATION))
    return user


@transaction.atomic
def set_preferences(*, user: User, name: str, language: str, new_case_mail: str = "") -> User:
    """How somebody is called and spoken to, and which new cases they hear of; their own choice."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.name, user.language = clean_line(name, limit=150), language
    user.new_case_mail = new_case_mail or user.new_case_mail
    user.save(update_fields=["name", "language", "new_case_mail"])
    return user


@transaction.atomic
def set_up_staff(*, person: Person, role: Role, password: str) -> User:
    """Make a member of staff with a password that the operator brings; raise DomainError if it is too weak."""
    user = _found_or_made(person)
    _check_password(password, user)
    give_role(user, role)
    _set_password(user, password, at=timezone.now())
    return user


@transaction.atomic
def send_password_link(*, user: User) -> None:
    """Mail a link to choose a password, the first one or another; raise DomainError for who is shut out."""
    if not user.is_active:
        raise DomainError(_("This account is switched off; switch it on first."))
    if user.has_usable_password():
        emails.queue_reset(_new_link(user, LinkPurpose.RESET))
    else:
        emails.queue_invitation(_new_link(user, LinkPurpose.INVITATION))


def _found_or_made(person: Person) -> User:
    user = find_user(person.email) or _made(person)
    user = User.objects.select_for_update().get(pk=user.pk)
    if not user.is_active:
        raise DomainError(_("This account is switched off; switch it on first."), field="email")
    if user.is_superuser:
        raise DomainError(_("This is the owner's account; it has every right already."), field="email")
    if person.name:
        user.name, user.language = clean_line(person.name, limit=150), person.language
        user.save(update_fields=["name", "language"])
    return user


def _made(person: Person) -> User:
    try:
        with transaction.atomic():
            return User.objects.create_user(person.email.strip(), new_case_mail=person.new_case_mail)
    except IntegrityError as error:  # somebody else was faster
        raise DomainError(_("There is an account with this address already."), field="email") from error


@transaction.atomic
def start_password_reset(*, email: str) -> None:
    """Mail a link to choose another password, if somebody works here under this address; tell nobody whether."""
    user = find_user(email)
    if user is not None and user.is_active and user.is_staff:
        emails.queue_reset(_new_link(user, LinkPurpose.RESET))


@transaction.atomic
def choose_password(*, link: AccountLink, password: str) -> User:
    """Cash in the link, once; every session ends. Raise DomainError for a used link or a weak password."""
    link, at = AccountLink.objects.select_for_update().get(pk=link.pk), timezone.now()
    user = User.objects.select_for_update().get(pk=link.user_id)
    if link.used_at is not None or link.expires_at <= at or not user.is_active:
        raise DomainError(_("This link has been used or has run out."))
    _check_password(password, user)
    _set_password(user, password, at=at)
    return user


@transaction.atomic
def switch_account(*, user: User, actor: User, on: bool) -> User:
    """Shut somebody out at their next request, or let them in again; links mailed before open nothing any more."""
    user = User.objects.select_for_update().get(pk=user.pk)
    _check_may_govern(user, actor)
    user.is_active = on
    user.save(update_fields=["is_active"])
    user.links.filter(used_at__isnull=True).update(used_at=timezone.now())
    return user


@transaction.atomic
def change_role(*, user: User, role: Role, actor: User) -> User:
    """Another role from the next request on; nobody changes their own or the owner's."""
    user = User.objects.select_for_update().get(pk=user.pk)
    _check_may_govern(user, actor)
    give_role(user, role)
    return user


def _check_may_govern(user: User, actor: User) -> None:
    if user.pk == actor.pk:
        raise DomainError(_("Nobody can change their own role or switch themselves off."))
    if user.is_superuser and not actor.is_superuser:
        raise DomainError(_("Only an owner can change an owner's account."))


def _new_link(user: User, purpose: LinkPurpose) -> AccountLink:
    return AccountLink.objects.create(user=user, purpose=purpose, expires_at=timezone.now() + LIFE[purpose])


def _set_password(user: User, password: str, *, at: datetime) -> None:
    user.set_password(password)
    user.save(update_fields=["password"])
    user.links.filter(used_at__isnull=True).update(used_at=at)


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise DomainError(" ".join(error.messages), field="password") from error
