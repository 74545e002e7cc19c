"""Mail coming in by SMTP until each is a committed case, against the bare rows by psycopg2."""

import os
import smtplib
import threading
import time
import uuid
from email.message import EmailMessage

import psycopg2

from bench import copies
from bench.report import Report
from bench.servers import free_port, running, worker
from bench.sink import sink

CONNECTIONS, MAILS = 4, 100  # of each connection
TEXT = "Hello, my charger 2512-004713 H has been dark since Monday. Two cars tried. Please help. Jonas Lind\n" * 3


def measure(report: Report) -> None:
    port = free_port()
    with sink() as (_caught, email_url), worker(EMAIL_URL=email_url), _listener(port, email_url):
        _send(port, 5, "warm")
        _wait_until_sorted(60)
        begun = time.perf_counter()
        _all_connections(lambda turn: _send(port, MAILS, f"r{turn}"))
        accepted = time.perf_counter() - begun
        _wait_until_sorted(180)
        took = time.perf_counter() - begun
    limit = _bare_rate()
    rate = CONNECTIONS * MAILS / took
    detail = f"{rate:.0f} against {limit:.0f} a second; accepted at {CONNECTIONS * MAILS / accepted:.0f} a second"
    report.at_least("inbound mails / bare rows by psycopg2", rate / limit, 0.15, detail)


def _listener(port: int, email_url: str):  # noqa: ANN202
    return running("manage", "mail_listen", port=port, PORTAL_SMTP_PORT=str(port), EMAIL_URL=email_url)


def _all_connections(work) -> None:  # noqa: ANN001
    threads = [threading.Thread(target=work, args=(turn,)) for turn in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _send(port: int, count: int, name: str) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=30) as smtp:
        for turn in range(count):
            mail = EmailMessage()
            mail["From"], mail["To"] = (
                f"jonas.{name}.{turn}.{uuid.uuid4().hex[:6]}@customer.example",
                "support@localhost",
            )
            mail["Subject"], mail["Message-ID"] = "Charger dark", f"<{uuid.uuid4()}@customer.example>"
            mail.set_content(TEXT)
            smtp.send_message(mail)


def _connect():  # noqa: ANN202
    return psycopg2.connect(os.environ["DATABASE_URL"])


def _wait_until_sorted(seconds: float) -> None:
    end = time.monotonic() + seconds
    connection = _connect()
    connection.autocommit = True
    with connection.cursor() as cursor:
        while time.monotonic() < end:
            cursor.execute("SELECT EXISTS (SELECT 1 FROM mail_incomingmail WHERE sorted_at IS NULL)")
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.05)
    raise SystemExit("The mails were not sorted in time.")


def _bare_rate() -> float:
    connection = _connect()
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(ticket_id) FROM tickets_message WHERE incoming_id IS NOT NULL AND kind = 'customer'")
        (ticket,) = cursor.fetchone()
    real = copies.sample(connection, ticket)
    connection.close()
    begun = time.perf_counter()
    _all_connections(lambda _turn: _write_copies(real))
    return CONNECTIONS * MAILS / (time.perf_counter() - begun)


def _write_copies(real: copies.Sample) -> None:
    connection = _connect()
    for _mail in range(MAILS):
        real.write(connection)
    connection.close()
