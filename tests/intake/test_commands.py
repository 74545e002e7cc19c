"""The commands that stand at the pipe's end, as a mail server meets them."""

import io
import json
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import OperationalError

from mail.models import IncomingMail
from tests.factories import TicketFactory
from tests.intake.mails import CUSTOMER, mail
from tests.intake.test_nasty_mail import REFUSED
from tickets.management.commands import mail_ingest
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def ingest(monkeypatch, raw: bytes, *options: str) -> str:
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw)))
    out = io.StringIO()
    call_command("mail_ingest", *options, stdout=out)
    return out.getvalue().strip()


def test_it_says_what_became_of_the_mail_and_under_which_number(monkeypatch):
    raw = mail("The charger is dead")

    first = ingest(monkeypatch, raw)

    ticket = Ticket.objects.get()
    assert first == f"ticket {ticket.pretty_number}"
    assert ingest(monkeypatch, raw) == f"duplicate {ticket.pretty_number}"
    assert ingest(monkeypatch, mail(subject=f"[RMA {ticket.pretty_number}]")) == f"reply {ticket.pretty_number}"
    assert ingest(monkeypatch, mail(), "--sender", "<>") == "quarantined"


@pytest.mark.parametrize("name", [name for name, (raw, _) in REFUSED.items() if raw.strip()])
def test_a_bomb_is_accepted_and_waits_for_a_person(monkeypatch, name):
    assert ingest(monkeypatch, REFUSED[name][0]) == "quarantined"


@pytest.mark.parametrize("raw", [b"", b" \r\n"])
def test_nothing_on_stdin_is_a_bad_mail(monkeypatch, raw, capsys):
    with pytest.raises(SystemExit) as end:
        ingest(monkeypatch, raw)

    assert end.value.code == 65
    assert not IncomingMail.objects.exists()


def test_an_absent_database_asks_the_sender_to_come_again(monkeypatch):
    def away(**_):
        raise OperationalError

    monkeypatch.setattr(mail_ingest, "accept_mail", away)

    with pytest.raises(SystemExit) as end:
        ingest(monkeypatch, mail())

    assert end.value.code == 75


def test_trouble_after_the_mail_is_kept_is_no_reason_to_send_it_again(monkeypatch):
    def away(_):
        raise OperationalError

    monkeypatch.setattr(mail_ingest, "sort_mail", away)

    assert ingest(monkeypatch, mail()) == "quarantined"
    assert IncomingMail.objects.unsorted().count() == 1


def test_conservation_and_outbox_tell_from_the_tables(monkeypatch):
    TicketFactory(email=CUSTOMER)
    ingest(monkeypatch, mail())
    told = {}
    for command in ("conservation", "outbox"):
        out = io.StringIO()
        call_command(command, json=True, stdout=out)
        told[command] = json.loads(out.getvalue())

    names = ["accepted", "tickets", "replies", "duplicates", "quarantined", "bounces"]
    assert sorted(told["conservation"]) == sorted(names)
    assert (told["conservation"]["accepted"], told["conservation"]["tickets"]) == (1, 1)
    age = told["outbox"].pop("oldest_pending_s")
    assert told["outbox"] == {"pending": 1, "sending": 0, "sent": 0, "failed": 0}
    assert 0 <= age < 60
