import json
import logging
from io import StringIO
from logging.config import dictConfig

import pytest
import structlog
from gunicorn.config import Config

from common.links import secret_for
from rma_portal.gunicorn_logs import PortalLogger
from rma_portal.logs import LOGGING

SECRET = secret_for("case", "c" * 24)


@pytest.fixture
def lines():
    """What the process would write on stderr, line by line."""
    stream = StringIO()
    dictConfig({**LOGGING, "handlers": {"stderr": {**LOGGING["handlers"]["stderr"], "stream": stream}}})
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    dictConfig(LOGGING)


@pytest.mark.parametrize(
    "words",
    [
        f"Internal Server Error: /support/{SECRET}/",
        f"GET /accounts/invitation/{SECRET}/ HTTP/1.1",
        f"Referer: https://portal.example/support/{SECRET}/solved/",
        f"no such link {SECRET}",
        "Authorization: Bearer abcdefghijklmnop",
        "cannot reach redis://:hunter2-hunter2@redis.example:6379/0",
        "cannot reach imaps://support:hunter2-hunter2@mail.example/INBOX",
    ],
)
def test_no_line_opens_anything(lines, words):
    logging.getLogger("django.request").error("%s", words)

    written = json.dumps(lines())
    assert len(lines()) == 1
    assert SECRET not in written
    assert "abcdefghijklmnop" not in written
    assert "hunter2" not in written
    assert "***" in written


def test_a_traceback_is_cut_too_and_stays_one_line(lines):
    try:
        raise ValueError(f"bad path /support/{SECRET}/")
    except ValueError:
        structlog.get_logger("tickets").exception("failed", path=f"/support/{SECRET}/", password="hunter2", fine="kept")

    (line,) = lines()
    assert SECRET not in json.dumps(line)
    assert (line["password"], line["fine"], line["event"], line["level"]) == ("***", "kept", "failed", "error")
    assert "ValueError" in line["exception"]


def test_the_number_of_a_case_may_be_read(lines):
    logging.getLogger("tickets").warning("closed 482-719-3059 at /support/new/ and /support/track/")

    assert "482-719-3059 at /support/new/" in lines()[0]["event"]


def test_every_line_of_a_request_carries_its_id(lines):
    with structlog.contextvars.bound_contextvars(request_id="r-1"):
        logging.getLogger("django.request").warning("Not Found: /x")

    assert lines()[0]["request_id"] == "r-1"


def test_gunicorn_s_lines_are_cut_as_well(monkeypatch):
    stream = StringIO()
    monkeypatch.setattr("sys.stderr", stream)
    config = Config()
    config.set("errorlog", "-")
    config.set("accesslog", "-")
    log = PortalLogger(config)
    for handler in (*log.error_log.handlers, *log.access_log.handlers):
        handler.setStream(stream)

    log.error("Error handling request /support/%s/", SECRET)
    log.access_log.info('"GET /support/%s/ HTTP/1.1" 200', SECRET)

    assert SECRET not in stream.getvalue()
    assert stream.getvalue().count("/support/***") == 2
    assert all(json.loads(line) for line in stream.getvalue().splitlines())


@pytest.mark.django_db
def test_a_refused_login_leaves_no_password_in_the_log(client, lines):
    client.post("/admin/login/", {"username": "tom@maker.example", "password": "hunter2-hunter2"})
    client.get(f"/support/{SECRET}/")

    written = json.dumps(lines())
    assert "hunter2" not in written
    assert SECRET not in written
