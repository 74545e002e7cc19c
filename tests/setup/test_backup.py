"""A portal is saved, spoilt and brought back; what waited to be sent stays unsent."""

import os
import shutil

import psycopg2
import pytest

from rma_portal.embedded.servers.home import roots_home_of
from rma_portal.embedded.servers.lease import owned
from tests.setup.running import portal_environment, run_portal

pytestmark = pytest.mark.nightly


@pytest.fixture
def running(make_environment):
    environment = make_environment()
    with owned(environment, hasty=True) as servers:
        given = portal_environment(environment.state, **servers.urls)
        assert run_portal(given, "manage", "prepare").returncode == 0
        yield given
    if os.getuid() == 0:
        shutil.rmtree(roots_home_of(environment.state), ignore_errors=True)


def ask(environment, question):
    connection = psycopg2.connect(environment["DATABASE_URL"])
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute(question)
            return cursor.fetchall() if cursor.description else None
    finally:
        connection.close()


def test_what_was_saved_comes_back_and_old_mail_is_not_sent_again(running, tmp_path):
    photo = tmp_path / "Zustand für alle/media/photo.jpg"
    photo.parent.mkdir()
    photo.write_bytes(b"a photo")
    run_portal(running, "manage", "shell", "-c", MAKE_A_WAITING_MAIL)
    assert ask(running, "SELECT state FROM mail_delivery") == [("pending",)]

    saved = run_portal(running, "backup", str(tmp_path / "saved"))
    ask(running, "TRUNCATE mail_delivery, auth_group CASCADE")
    photo.unlink()
    restored = run_portal(running, "restore", str(tmp_path / "saved"))

    assert (saved.returncode, restored.returncode) == (0, 0), saved.stderr + restored.stderr
    assert ask(running, "SELECT state, error <> '' FROM mail_delivery") == [("failed", True)]
    assert len(ask(running, "SELECT name FROM auth_group")) == 5
    assert photo.read_bytes() == b"a photo"


MAKE_A_WAITING_MAIL = """
from mail.models import Delivery, OutgoingMail
from django.db import models
required = {f.name: "x" for f in OutgoingMail._meta.fields
            if isinstance(f, (models.CharField, models.TextField)) and not f.has_default() and not f.choices}
mail = OutgoingMail.objects.create(**required)
Delivery.objects.create(mail=mail, topic="x", address="a@customer.example")
"""


def test_a_folder_in_use_is_not_overwritten_and_half_a_backup_not_restored(running, tmp_path):
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "file").touch()

    saved = run_portal(running, "backup", str(tmp_path / "other"))
    restored = run_portal(running, "restore", str(tmp_path / "other"))

    assert "is not empty" in saved.stderr
    assert "is no whole backup" in restored.stderr
    assert (saved.returncode, restored.returncode) == (1, 1)
