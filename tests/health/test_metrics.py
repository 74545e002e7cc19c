import pytest

from tests.factories import TicketFactory
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db


def test_shows_this_machine_the_figures(client):
    TicketFactory.create_batch(3, status=TicketStatus.OPEN)

    figures = client.get("/metrics").content.decode()

    assert 'portal_cases{state="open"} 3.0' in figures
    assert 'portal_outbox_deliveries{state="pending"} 0.0' in figures
    assert "portal_database_up 1.0" in figures
    assert "portal_queue_length" in figures


@pytest.mark.parametrize(
    "headers",
    [{"REMOTE_ADDR": "203.0.113.9"}, {"HTTP_X_FORWARDED_FOR": "127.0.0.1"}, {"HTTP_FORWARDED": "for=127.0.0.1"}],
)
def test_nobody_else_learns_that_there_are_any(client, headers):
    assert client.get("/metrics", **headers).status_code == 404


def test_whoever_brings_the_token_may_come_from_anywhere(client, settings):
    settings.METRICS_TOKEN = "a-long-token"

    assert (
        client.get("/metrics", REMOTE_ADDR="203.0.113.9", HTTP_AUTHORIZATION="Bearer a-long-token").status_code == 200
    )
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9", HTTP_AUTHORIZATION="Bearer à").status_code == 404
    assert client.get("/metrics").status_code == 404


def test_a_redis_that_is_away_takes_only_its_own_figures_with_it(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    figures = client.get("/metrics").content.decode()

    assert "portal_redis_up 0.0" in figures
    assert "portal_database_up 1.0" in figures
