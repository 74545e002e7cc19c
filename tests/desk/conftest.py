"""A desk with somebody at it."""

import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role, give_role, sync_roles
from tests.factories import UserFactory


@pytest.fixture
def desk(engineer: User) -> Client:
    """An engineer's browser, logged in."""
    return at_desk(engineer)


@pytest.fixture
def manager(db: None) -> User:
    sync_roles()
    user = UserFactory(name="Mona Chef", email="mona@maker.example")
    give_role(user, Role.MANAGER)
    return User.objects.get(pk=user.pk)


def at_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
