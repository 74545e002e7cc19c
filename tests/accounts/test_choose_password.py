from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from accounts.models import AccountLink, User
from accounts.roles import Role, sync_roles
from accounts.services import Person, invite_staff, start_password_reset, switch_account
from mail.models import OutgoingMail
from tests.accounts.links import path_in
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-and-lovely-word"
GOOD = {"new_password1": PASSWORD, "new_password2": PASSWORD}


@pytest.fixture
def invitation() -> str:
    sync_roles()
    invite_staff(person=Person("anna@maker.example", "Anna Berg"), role=Role.ENGINEER)
    return path_in(OutgoingMail.objects.get())


def test_the_invited_choose_a_password_and_log_in(client, invitation):
    assert client.get(invitation).status_code == 200

    answer = client.post(invitation, GOOD)

    assert (answer.status_code, answer["Location"]) == (302, "/admin/login/")
    assert client.login(username="ANNA@maker.example", password=PASSWORD)


def test_a_browser_that_sends_no_origin_from_this_page_gets_through(invitation):
    client = Client(enforce_csrf_checks=True)

    assert client.post(invitation, GOOD, HTTP_ORIGIN="null").status_code == 302


def test_looking_at_the_link_uses_nothing_up(client, invitation):
    for _prefetch in range(3):
        client.get(invitation)
        client.head(invitation)

    assert AccountLink.objects.get().used_at is None
    assert client.post(invitation, GOOD).status_code == 302


def test_the_page_is_kept_nowhere_and_its_address_goes_nowhere(client, invitation):
    answer = client.get(invitation)

    assert "no-store" in answer["Cache-Control"]
    assert answer["Referrer-Policy"] == "no-referrer"


def test_the_link_works_once(client, invitation):
    client.post(invitation, GOOD)

    again = client.post(invitation, {"new_password1": "another-long-word", "new_password2": "another-long-word"})

    assert again.status_code == 404
    assert "Have another link mailed" in again.content.decode()
    assert User.objects.get().check_password(PASSWORD)


def test_after_three_days_the_invitation_is_over(client, invitation):
    with time_machine.travel(timezone.now() + timedelta(hours=73)):
        assert client.get(invitation).status_code == 404
        assert client.post(invitation, GOOD).status_code == 404


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ("short", "short", "too short"),
        (PASSWORD, "different", "didn’t match"),
        ("", "", "required"),
        ("1" * 14,) * 2 + ("numeric",),
    ],
)
def test_a_weak_or_mistyped_password_is_refused_and_the_link_stays(client, invitation, first, second, words):
    answer = client.post(invitation, {"new_password1": first, "new_password2": second})

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert AccountLink.objects.get().used_at is None


@pytest.mark.parametrize(
    "mangle",
    [
        lambda p: p[:-2] + ("1/" if p[-2] == "0" else "0/"),
        lambda p: p.replace("invitation", "reset"),
        lambda _p: "/accounts/invitation/x/",
    ],
)
def test_a_guessed_link_or_one_of_another_kind_opens_nothing(client, invitation, mangle):
    assert client.post(mangle(invitation), GOOD).status_code == 404
    assert User.objects.get().has_usable_password() is False


def test_whoever_was_switched_off_cannot_come_in_by_an_old_link(client, invitation, administrator):
    switch_account(user=User.objects.get(email="anna@maker.example"), actor=administrator, on=False)

    assert client.get(invitation).status_code == 404


def test_a_new_password_ends_every_session(client, engineer):
    client.force_login(engineer)
    assert client.get("/admin/").status_code == 200
    start_password_reset(email=engineer.email)

    client.post(path_in(OutgoingMail.objects.get()), GOOD)

    assert client.get("/admin/").status_code == 302


def test_the_next_request_of_somebody_switched_off_is_a_stranger_s(client, engineer, administrator):
    client.force_login(engineer)
    assert client.get("/admin/").status_code == 200

    switch_account(user=engineer, actor=administrator, on=False)

    assert client.get("/admin/").status_code == 302


def test_a_reset_link_ends_after_an_hour(client):
    UserFactory(email="tom@maker.example", is_staff=True)
    start_password_reset(email="tom@maker.example")
    path = path_in(OutgoingMail.objects.get())

    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert client.get(path).status_code == 404
    assert client.get(path).status_code == 200
