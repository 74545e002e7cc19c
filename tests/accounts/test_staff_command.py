from io import StringIO

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from accounts.models import AccountLink, User
from mail.models import Delivery, OutgoingMail
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-and-lovely-word"


def staff(email, role, monkeypatch=None, password=None, **options):
    if password is not None:
        monkeypatch.setattr("sys.stdin", StringIO(password))
    out = StringIO()
    call_command("staff", email, role=role, password_stdin=password is not None, stdout=out, **options)
    return out.getvalue()


def test_without_a_password_an_invitation_is_owed():
    said = staff("Anna@Maker.example", "engineer", name="Anna Berg", language="sv")

    user = User.objects.get(email="anna@maker.example")
    assert "invitation" in said
    assert (user.name, user.language, user.is_staff, user.has_usable_password()) == ("Anna Berg", "sv", True, False)
    assert [group.name for group in user.groups.all()] == ["engineer"]
    assert user.has_perm("tickets.change_ticket")
    assert Delivery.objects.get().address == "anna@maker.example"
    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.language) == ("accounts/invitation", "sv")


def test_with_a_password_nobody_is_mailed(monkeypatch):
    staff("tom@maker.example", "technician", monkeypatch, PASSWORD + "\n")

    assert User.objects.get().check_password(PASSWORD)
    assert OutgoingMail.objects.exists() is False


def test_a_second_call_changes_the_role_and_keeps_the_password(monkeypatch):
    staff("tom@maker.example", "technician", monkeypatch, PASSWORD)
    said = staff("TOM@maker.example", "manager")

    user = User.objects.get()
    assert "keeps the password" in said
    assert user.check_password(PASSWORD)
    assert Group.objects.get(user=user).name == "manager"


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("not an address", None, "no e-mail address"),
        ("a@b.example", "short", "too short"),
        ("a@b.example", "", "too short"),
    ],
)
def test_says_what_is_wrong_and_makes_nobody(email, password, words, monkeypatch):
    with pytest.raises(CommandError, match=words):
        staff(email, "engineer", monkeypatch, password)

    assert User.objects.exists() is False
    assert AccountLink.objects.exists() is False


def test_the_owner_stays_the_owner():
    UserFactory(email="ada@maker.example", is_staff=True, is_superuser=True)

    with pytest.raises(CommandError, match="owner"):
        staff("ada@maker.example", "technician")

    assert User.objects.get().is_superuser


def test_an_account_that_is_switched_off_stays_off():
    UserFactory(email="eve@maker.example", is_active=False)

    with pytest.raises(CommandError, match="switched off"):
        staff("eve@maker.example", "admin")
