"""Makes or changes a member of staff from the command line."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from accounts.roles import Role, sync_roles
from accounts.services import Person, invite_staff, set_up_staff
from common.errors import DomainError


class Command(BaseCommand):
    help = "Makes or changes a member of staff; without a password it mails an invitation to choose one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("--role", required=True, choices=Role.values)
        parser.add_argument("--name", default="", help="as it stands under answers")
        parser.add_argument("--language", default="en", choices=[code for code, _name in settings.LANGUAGES])
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")

    def handle(self, *, email: str, role: str, password_stdin: bool, **options: Any) -> None:
        try:
            validate_email(email)
            person = Person(email=email.lower(), name=options["name"], language=options["language"])
            self._make(person, Role(role), _password() if password_stdin else None)
        except ValidationError as error:
            raise CommandError(f"“{email}” is no e-mail address.") from error
        except DomainError as error:
            raise CommandError(str(error)) from error

    def _make(self, person: Person, role: Role, password: str | None) -> None:
        sync_roles()
        if password is not None:
            set_up_staff(person=person, role=role, password=password)
            self.stdout.write(f"{person.email} is {role.label} and has the given password.")
            return
        user = invite_staff(person=person, role=role)
        words = "keeps the password" if user.has_usable_password() else "is mailed an invitation"
        self.stdout.write(f"{person.email} is {role.label} and {words}.")


def _password() -> str:
    """The first line: a file or a pipe usually ends with a line break that belongs to no password."""
    return sys.stdin.readline().rstrip("\r\n")
