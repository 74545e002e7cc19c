from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from rma_portal.embedded.environment import parse_dotenv, read_environment
from rma_portal.embedded.errors import SetupError
from rma_portal.settings.environment import Env


def test_reads_what_django_environ_reads():
    text = "# comment\nexport PORT=8001\nA='b c'\nB=\"x#y\"\nC=plain # why\n\nnonsense\nEMPTY=\n"

    assert parse_dotenv(text) == {"PORT": "8001", "A": "b c", "B": "x#y", "C": "plain", "EMPTY": ""}


def test_the_environment_wins_over_the_file_and_an_empty_value_counts_as_none(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("PORT=8001\nPORTAL_SMTP_PORT=8026\n")
    monkeypatch.setenv("PORT", "9001")
    monkeypatch.setenv("PORTAL_SMTP_PORT", "")

    environment = read_environment(tmp_path)

    assert (environment.port("PORT", 8000), environment.port("PORTAL_SMTP_PORT", 8025)) == (9001, 8026)


def test_a_relative_state_folder_starts_where_it_was_written(tmp_path, monkeypatch):
    (tmp_path / ".env").write_text("PORTAL_STATE=here\n")
    monkeypatch.delenv("PORTAL_STATE", raising=False)
    assert read_environment(tmp_path).state == tmp_path / "here"

    monkeypatch.setenv("PORTAL_STATE", "there")
    assert read_environment(tmp_path).state == Path.cwd() / "there"


def test_a_file_that_is_no_text_is_named(tmp_path):
    (tmp_path / ".env").write_bytes(b"\xff\xfe\x00")

    with pytest.raises(SetupError, match=r"\.env can't be read"):
        read_environment(tmp_path)


def test_a_child_gets_the_state_folder_but_not_the_python_of_others(make_environment, monkeypatch):
    monkeypatch.setenv("PYTHONHOME", "/elsewhere")
    environment = make_environment()

    given = environment.for_child({"DATABASE_URL": "postgres://x"})

    assert given["PORTAL_STATE"] == str(environment.state)
    assert given["DATABASE_URL"] == "postgres://x"
    assert "PYTHONHOME" not in given


def test_a_setting_of_the_wrong_kind_is_named(monkeypatch):
    monkeypatch.setenv("UPLOAD_MAX_FILES", "many")

    with pytest.raises(ImproperlyConfigured, match="UPLOAD_MAX_FILES can't be “many”"):
        Env().int("UPLOAD_MAX_FILES", default=12)
