"""The SMTP door as a process of its own: 250 means committed, and nothing else does."""

import os
import signal
import smtplib
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection

from mail.models import IncomingMail
from tests.intake.mails import mail

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def database_url() -> str:
    facts = connection.settings_dict
    who = facts["USER"] + (f":{facts['PASSWORD']}" if facts["PASSWORD"] else "")
    return f"postgresql://{who}@{facts['HOST']}:{facts['PORT']}/{facts['NAME']}"


def start(port: int, **more: str) -> subprocess.Popen[str]:
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "rma_portal.settings.test",
        "DATABASE_URL": database_url(),
        "PORTAL_SMTP_PORT": str(port),
        **more,
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "mail_listen"],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextmanager
def listening(**more: str) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    port = free_port()
    process = start(port, **more)
    end = time.monotonic() + 30
    while time.monotonic() < end and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    try:
        yield port, process
    finally:
        process.kill()
        process.communicate()


def send(port: int, raw: bytes, *, kind: type[smtplib.SMTP] = smtplib.SMTP) -> dict:
    with kind("127.0.0.1", port, timeout=10) as smtp:
        return smtp.sendmail("a@x.example", ["support@localhost"], raw)


def test_what_is_taken_is_committed_and_what_is_too_large_is_refused():
    with listening(PORTAL_SMTP_MAX_BYTES="100000") as (port, process):
        send(port, mail("one"))
        send(port, mail("long line " + "x" * 50_000))
        with pytest.raises(smtplib.SMTPResponseException) as refusal:
            send(port, mail("y " * 100_000))
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
            smtp.ehlo()
            smtp.mail("<>")
            smtp.rcpt("support@localhost")
            assert smtp.data(mail("a report"))[0] == 250

        process.send_signal(signal.SIGTERM)
        assert process.wait(15) == 0

    assert refusal.value.smtp_code == 552
    assert list(IncomingMail.objects.order_by("id").values_list("envelope_from", flat=True)) == ["a@x.example"] * 2 + [
        "<>"
    ]
    assert set(IncomingMail.objects.values_list("source", "envelope_to")) == {("smtp", "support@localhost")}


def test_one_mail_names_a_hundred_recipients_at_most():
    with listening() as (port, _process), smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
        smtp.ehlo()
        smtp.mail("a@x.example")
        answers = [smtp.rcpt(f"u{number}@localhost")[0] for number in range(102)]
        taken = smtp.data(mail("to many"))[0]

    assert answers == [250] * 100 + [452] * 2
    assert taken == 250


def test_it_outlives_the_loss_of_its_database_connections():
    with listening() as (port, _process):
        send(port, mail("before"))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        send(port, mail("after"))

    assert IncomingMail.objects.count() == 2


def test_without_a_database_the_sender_is_asked_to_come_again():
    away = "postgresql://nobody@127.0.0.1:1/none"

    with listening(DATABASE_URL=away) as (port, _process), pytest.raises(smtplib.SMTPDataError) as refusal:
        send(port, mail())

    assert refusal.value.smtp_code == 451
    assert not IncomingMail.objects.exists()


def test_a_mail_being_handed_over_at_sigterm_is_kept():
    with listening() as (port, process), smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
        smtp.ehlo()
        smtp.mail("a@x.example")
        smtp.rcpt("support@localhost")
        process.send_signal(signal.SIGTERM)
        time.sleep(0.5)
        assert smtp.data(mail())[0] == 250
        assert process.wait(15) == 0

    assert IncomingMail.objects.count() == 1


def test_lmtp_answers_for_each_recipient():
    with listening(PORTAL_SMTP_LMTP="on") as (port, _process), smtplib.LMTP("127.0.0.1", port) as lmtp:
        lmtp.ehlo()
        lmtp.mail("a@x.example")
        lmtp.rcpt("b@localhost")
        lmtp.rcpt("c@localhost")
        assert lmtp.data(mail())[0] == 250
        assert lmtp.getreply()[0] == 250

    incoming = IncomingMail.objects.get()
    assert (incoming.source, incoming.envelope_to) == ("lmtp", "b@localhost c@localhost")


def test_a_port_that_is_taken_is_named_in_a_sentence():
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        process = start(holder.getsockname()[1])
        _out, errors = process.communicate(timeout=30)

    assert process.returncode != 0
    assert "is taken by another program" in errors
    assert "Traceback" not in errors
