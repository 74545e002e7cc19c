"""What every test may lean on."""

import os
import shutil
from typing import Any

import pytest
from django.core.cache import cache
from django.utils import translation

from accounts.models import User
from accounts.roles import Role, give_role, sync_roles
from common.memory import forget_everything
from tests.factories import UserFactory


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own Chromium; where there is none, browser tests are skipped (and `.ci/run` refuses to start)."""
    found = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if found is None:
        pytest.skip("no Chromium on this machine")
    # Playwright's own loop runs in the thread of the tests, which Django takes for an asynchronous one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    args = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
    return {**browser_type_launch_args, "executable_path": found, "args": args}


@pytest.fixture(autouse=True)
def _fresh_start() -> None:
    """Limits counted, values remembered and a language spoken by one test must not reach the next."""
    cache.clear()
    forget_everything()
    translation.activate("en")


@pytest.fixture
def engineer(db: None) -> User:
    """A support engineer: may triage."""
    sync_roles()
    user = UserFactory(name="Anna Berg", email="anna@maker.example")
    give_role(user, Role.ENGINEER)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def technician(db: None) -> User:
    """A depot technician: reads cases, triages none."""
    sync_roles()
    user = UserFactory(name="Tom Lager", email="tom@maker.example")
    give_role(user, Role.TECHNICIAN)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def administrator(db: None) -> User:
    """The one who may do everything."""
    return UserFactory(name="Ada Min", email="ada@maker.example", is_staff=True, is_superuser=True)
