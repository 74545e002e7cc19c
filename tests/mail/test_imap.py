"""A polled mailbox: read once, in order, never changed, in spite of cuts and of being renumbered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mail.imap import Account, poll
from mail.models import IncomingMail, Mailbox
from mail.selectors import conservation
from tests.intake.mails import mail
from tests.mail.imap_server import Box, serving
from tickets.periodic import poll_mailboxes

pytestmark = pytest.mark.django_db


@pytest.fixture
def box() -> Box:
    return Box(mails={3: mail("three"), 5: mail("five"), 9: mail("nine")})


def test_each_mail_is_taken_once_and_left_as_it_is(box, settings):
    with serving(box) as url:
        settings.IMAP_URLS = [url]
        assert poll_mailboxes() == 3
        assert poll_mailboxes() == 0
        box.mails[12] = mail("twelve")
        assert poll_mailboxes() == 1

    assert IncomingMail.objects.filter(source="imap").count() == 4
    assert (Mailbox.objects.get().last_uid, Mailbox.objects.get().error) == (12, "")
    assert not [command for command in box.commands if "STORE" in command or "EXPUNGE" in command]
    assert all("BODY.PEEK[]" in command for command in box.commands if "FETCH" in command.upper())


def test_a_cut_in_the_middle_loses_nothing(box, settings):
    box.cut_after = 1

    with serving(box) as url:
        settings.IMAP_URLS = [url]
        poll_mailboxes()
        assert (Mailbox.objects.get().last_uid, bool(Mailbox.objects.get().error)) == (3, True)
        box.cut_after = -1
        assert poll_mailboxes() == 2

    assert (conservation()["accepted"], Mailbox.objects.get().error) == (3, "")


def test_a_renumbered_mailbox_is_read_again_without_doubling_anything(box, settings):
    with serving(box) as url:
        settings.IMAP_URLS = [url]
        poll_mailboxes()
        box.validity, box.mails = 2, {1: box.mails[3], 2: box.mails[5], 3: mail("new")}
        poll_mailboxes()

    counts = conservation()
    assert (counts["accepted"], counts["duplicates"], Mailbox.objects.get().last_uid) == (6, 2, 3)


def test_nothing_moves_on_before_it_is_kept(box):
    def fail(_raw: bytes) -> None:
        raise RuntimeError("the disk is full")

    with serving(box) as url:
        assert poll(url, fail) == 0

    mailbox = Mailbox.objects.get()
    assert (mailbox.last_uid, mailbox.error) == (0, "RuntimeError: the disk is full")


def test_two_pollers_do_not_meet(box, settings):
    with serving(box) as url:
        Mailbox.objects.create(name=Account.from_url(url).name, lease_until=timezone.now() + timedelta(minutes=1))
        settings.IMAP_URLS = [url]
        assert poll_mailboxes() == 0

    assert box.commands == []


def test_a_server_that_is_away_is_noted_and_holds_up_no_other(box, settings):
    with serving(box) as url:
        settings.IMAP_URLS = ["imap://u:p@127.0.0.1:1/INBOX", url]
        assert poll_mailboxes() == 3

    assert Mailbox.objects.exclude(error="").count() == 1


def test_no_password_stands_in_the_name_of_a_mailbox():
    account = Account.from_url("imaps://support%40x.example:p%40ss@mail.x.example/In/Support")

    assert (account.name, account.password) == ("support@x.example@mail.x.example:993/In/Support", "p@ss")
