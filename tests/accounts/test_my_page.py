"""What members of staff choose for themselves."""

import pytest

from accounts.models import User
from accounts.roles import Role, give_role, role_of, sync_roles
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PAGE = "/admin/me/"
CHOICE = {"name": "  Tove\nLind ", "language": "sv", "new_case_mail": "all"}


def member(role: Role) -> User:
    sync_roles()
    user = UserFactory(name="", language="en")
    give_role(user, role)
    return user


@pytest.mark.parametrize("role", Role)
def test_every_role_chooses_name_and_language_and_who_works_on_cases_the_mail_about_them(client, role):
    user = member(role)
    client.force_login(user)

    answer = client.post(PAGE, CHOICE, follow=True)

    user.refresh_from_db()
    heard_of = "safety" if role in {Role.TECHNICIAN, Role.FINANCE} else "all"
    assert (user.name, user.language, user.new_case_mail) == ("Tove Lind", "sv", heard_of)
    assert answer.redirect_chain == [(PAGE, 302)]
    assert '<html lang="sv">' in answer.content.decode()


def test_what_does_not_exist_is_refused_beside_its_field(client):
    user = member(Role.ENGINEER)
    client.force_login(user)

    answer = client.post(PAGE, {"name": "Tove", "language": "xx", "new_case_mail": "never"})

    user.refresh_from_db()
    assert answer.status_code == 422
    assert answer.content.decode().count("errorlist") == 2
    assert (user.name, user.language) == ("", "en")


def test_nothing_else_can_be_chosen(client):
    user, other = member(Role.TECHNICIAN), UserFactory(name="Other")
    client.force_login(user)

    client.post(PAGE, {**CHOICE, "is_superuser": "on", "email": "x@y.example", "role": "admin", "pk": other.pk})

    user.refresh_from_db()
    other.refresh_from_db()
    assert (user.is_superuser, role_of(user), other.name) == (False, Role.TECHNICIAN, "Other")
    assert user.email != "x@y.example"


def test_who_does_not_work_here_is_sent_to_the_login(client):
    client.force_login(UserFactory(is_staff=False))

    for answer in (client.get(PAGE), client.post(PAGE, CHOICE)):
        assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/admin/login/")


def test_every_page_of_the_desk_leads_there(client):
    client.force_login(member(Role.TECHNICIAN))

    assert f'href="{PAGE}"' in client.get("/admin/").content.decode()
