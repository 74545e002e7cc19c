"""Limits turn away what is too often, one person at a time, and nobody when Redis is away."""

import pytest

from common.errors import ThrottledError
from common.throttles import Limit

TWICE = Limit("test", times=2, seconds=60)


@pytest.fixture(autouse=True)
def _limits_are_on(settings):
    settings.THROTTLES = True


def test_the_third_try_is_one_too_many_for_one_and_not_for_another():
    TWICE.check("a")
    TWICE.check("A")

    with pytest.raises(ThrottledError) as refusal:
        TWICE.check("a")

    assert refusal.value.retry_after == 60
    TWICE.check("b")


def test_nobody_is_turned_away_while_redis_is_gone(settings):
    settings.CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": "redis://127.0.0.1:1/0"}
    }

    for _turn in range(5):
        TWICE.check("a")


def test_load_tests_may_lift_the_limits(settings):
    settings.THROTTLES = False

    for _turn in range(5):
        TWICE.check("a")
