import time

import pytest

from accounts.views import ANSWER_SECONDS
from mail.models import Delivery
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def ask(client, email):
    return client.post("/accounts/reset/", {"email": email})


def test_whoever_works_here_is_mailed_a_link(client):
    UserFactory(email="tom@maker.example", is_staff=True)

    answer = ask(client, "Tom@Maker.example")

    assert answer.status_code == 200
    assert Delivery.objects.get().address == "tom@maker.example"


@pytest.mark.parametrize("facts", [{"is_staff": False}, {"is_staff": True, "is_active": False}, None])
def test_everybody_else_gets_the_same_answer_after_the_same_time_and_no_mail(client, facts):
    UserFactory(email="tom@maker.example", is_staff=True)
    if facts is not None:
        UserFactory(email="eve@maker.example", **facts)

    known = ask(client, "tom@maker.example")
    begun = time.monotonic()
    unknown = ask(client, "eve@maker.example")
    took = time.monotonic() - begun

    assert unknown.content.replace(b"eve@", b"tom@") == known.content
    assert took >= ANSWER_SECONDS  # far longer than the mail takes to be written
    assert [delivery.address for delivery in Delivery.objects.all()] == ["tom@maker.example"]


@pytest.mark.parametrize("email", ["", "nobody", "a" * 300 + "@b.example", "a@b.example\0"])
def test_what_is_no_address_is_refused_beside_the_field(client, email):
    answer = ask(client, email)

    assert answer.status_code == 422
    assert 'id="id_email' in answer.content.decode()


def test_too_many_wishes_are_slowed_down(client, settings):
    settings.THROTTLES = True
    UserFactory(email="tom@maker.example", is_staff=True)

    answers = [ask(client, "tom@maker.example").status_code for _ in range(4)]

    assert answers == [200, 200, 200, 429]
    assert Delivery.objects.count() == 3
