"""What a new portal begins with: an account for its owner, and demo data if wished."""

import os
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management import call_command, get_commands
from django.core.validators import validate_email

from accounts.models import User
from tickets.models import Ticket

DEMO_TICKETS = 200
DEMO_PARTNERS = 10


def is_first_start() -> bool:
    return not User.objects.filter(is_superuser=True).exists()


def load_demo_data() -> None:
    """Only into an empty portal: whoever has moved cases in wants none of ours between them."""
    if "seed" in get_commands() and not Ticket.objects.exists():
        call_command("seed", tickets=DEMO_TICKETS, partners=DEMO_PARTNERS, demo=True)


def make_admin() -> str:
    """Create the owner's account, return what to tell them; ValidationError on an unfit address or password."""
    email = os.environ.get("PORTAL_ADMIN_EMAIL") or "admin@example.com"
    given = os.environ.get("PORTAL_ADMIN_PASSWORD", "")
    password = given or secrets.token_urlsafe(15)
    validate_email(email)
    _validate(password, email)
    shown = "the one in PORTAL_ADMIN_PASSWORD" if given else password
    words = f"Admin's e-mail: {email}\nAdmin's password: {shown}\n"
    # Written first: a password that was stored but never told would lock the owner out.
    _keep(Path(settings.STATE_DIR) / "admin.txt", words)
    User.objects.create_superuser(email, password)
    return words


def _validate(password: str, email: str) -> None:
    try:
        validate_password(password, User(email=email))
    except ValidationError as error:
        raise ValidationError([f"PORTAL_ADMIN_PASSWORD: {message}" for message in error.messages]) from error


def _keep(path: Path, words: str) -> None:
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(words)
