import time
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from mail import channel
from mail.models import Delivery, DeliveryState, IncomingMail, OutgoingMail
from rma_portal import heartbeat
from rma_portal.periodic import note_beat


@pytest.fixture(autouse=True)
def _no_memory():
    heartbeat._missed.clear()
    yield
    heartbeat._missed.clear()


def owe_mail(**facts) -> Delivery:
    mail = OutgoingMail.objects.create(kind="test", topic="t", language="en", sender_name="x", subject="x", text="x")
    delivery = Delivery.objects.create(mail=mail, topic="t", address="a@customer.example", **facts)
    Delivery.objects.update(created_at=timezone.now() - timedelta(minutes=9))
    return delivery


@pytest.mark.django_db
def test_alive_asks_nobody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/healthz")

    assert (answer.status_code, answer.content) == (200, b"alive\n")


@pytest.mark.django_db
def test_ready_when_everything_works(client):
    answer = client.get("/readyz")

    assert answer.status_code == 200
    assert answer.json()["ready"] is True
    assert set(answer.json()["checks"]) == {
        "database",
        "migrations",
        "redis",
        "storage",
        "outbox",
        "intake",
        "beat",
    }
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_says_that_mail_is_stuck(client):
    owe_mail()

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json()["broken"] == ["outbox"]
    assert "five minutes" in answer.json()["checks"]["outbox"]


@pytest.mark.django_db
def test_mail_that_is_put_off_or_failed_is_not_stuck(client):
    owe_mail(next_attempt_at=timezone.now() + timedelta(hours=1))
    Delivery.objects.create(
        mail=OutgoingMail.objects.get(), topic="t", address="a2@customer.example", state=DeliveryState.FAILED
    )

    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_says_that_the_intake_is_stuck(client):
    IncomingMail.objects.create(fingerprint="x", raw=b"x", size=1, source="test")
    IncomingMail.objects.update(received_at=timezone.now() - timedelta(minutes=9))

    assert client.get("/readyz").json()["broken"] == ["intake"]


@pytest.mark.django_db
def test_says_that_the_mail_server_shuts_us_out_but_not_what_it_said(client):
    channel.pause("535 wrong password for support")

    answer = client.get("/readyz")

    assert answer.json()["broken"] == ["outbox"]
    assert b"535" not in answer.content
    channel.resume()
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_says_that_the_clock_stands_still_but_not_before_a_minute_of_silence(client):
    note_beat()
    assert client.get("/readyz").status_code == 200

    cache.set(heartbeat.KEY, time.time() - 300, timeout=None)
    assert client.get("/readyz").status_code == 200
    heartbeat._missed["since"] -= 61
    assert client.get("/readyz").json()["broken"] == ["beat"]

    note_beat()
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_a_flushed_redis_is_no_dead_clock(client):
    note_beat()
    cache.clear()

    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db
def test_says_that_redis_is_away(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["broken"]) == (503, ["redis"])


@pytest.mark.django_db
def test_says_that_migrations_are_missing(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'tickets'")

    answer = client.get("/readyz")

    assert answer.json()["broken"] == ["migrations"]


@pytest.mark.django_db
def test_says_that_files_cannot_be_written(client, settings, tmp_path):
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file"

    assert client.get("/readyz").json()["broken"] == ["storage"]


@pytest.mark.django_db(transaction=True)
def test_says_that_the_database_is_away_and_alive_does_not_flap(client, monkeypatch):
    connection.close()
    with monkeypatch.context() as patch:
        patch.setitem(connection.settings_dict, "PORT", "1")
        answer, alive = client.get("/readyz"), client.get("/healthz")
        connection.close()

    assert (answer.status_code, answer.json()["broken"]) == (503, ["database"])
    assert alive.status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_only_reading_is_offered(client, path):
    assert client.post(path).status_code == 405
    assert client.head(path).status_code == 200
