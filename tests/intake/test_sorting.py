"""The sorter: once for each mail, in spite of errors, deaths and company."""

import threading
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from files.errors import FilesUnavailableError
from mail import reasons
from mail.acceptance import accept_mail
from mail.models import IncomingMail, Outcome
from mail.selectors import conservation
from tests.intake.mails import mail
from tickets.intake import sorting
from tickets.models import Ticket


def accept(raw: bytes | None = None) -> IncomingMail:
    return accept_mail(raw=raw or mail(), source="test")


def in_threads(function, count: int = 4) -> None:
    gate = threading.Barrier(count)

    def run():
        gate.wait()
        try:
            function()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


@pytest.mark.django_db
def test_everything_that_waits_is_sorted_once():
    for _ in range(25):
        accept()

    assert (sorting.sort_waiting(), sorting.sort_waiting()) == (25, 0)
    assert Ticket.objects.count() == 25


@pytest.mark.django_db
def test_a_mail_sorted_already_stays_as_it_is():
    incoming = accept()

    sorting.sort_mail(incoming.pk)
    sorting.sort_mail(incoming.pk)

    assert Ticket.objects.count() == 1


@pytest.mark.django_db
def test_a_mail_that_fails_three_times_waits_for_a_person(monkeypatch):
    monkeypatch.setattr(sorting, "decide", lambda *_: 1 / 0)
    incoming = accept()

    for expected in (False, False, True):
        IncomingMail.objects.update(lease_until=None)
        sorting.sort_waiting()
        incoming.refresh_from_db()
        assert (incoming.sorted_at is not None) is expected

    assert (incoming.outcome, incoming.reason, incoming.attempts) == (Outcome.QUARANTINED, reasons.NOT_SORTED, 3)


@pytest.mark.django_db
def test_a_mail_that_kills_its_reader_is_tried_alone_and_not_for_ever(monkeypatch):
    poison, others = accept(), [accept() for _ in range(3)]
    assert sorting.claim() == [poison.pk, *(other.pk for other in others)]  # and the worker dies

    for attempt in (2, 3):
        IncomingMail.objects.filter(pk=poison.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
        assert sorting.claim() == [poison.pk]
        poison.refresh_from_db()
        assert poison.attempts == attempt
    IncomingMail.objects.update(lease_until=None)
    sorting.sort_waiting()

    poison.refresh_from_db()
    assert (poison.outcome, poison.reason) == (Outcome.QUARANTINED, reasons.NOT_SORTED)
    assert Ticket.objects.count() == 3


@pytest.mark.django_db
def test_a_full_disk_is_waited_for(monkeypatch):
    def full(*_):
        raise FilesUnavailableError("The disk is full.")

    incoming = accept()
    with monkeypatch.context() as trouble:
        trouble.setattr(sorting, "decide", full)
        for _ in range(5):
            IncomingMail.objects.update(lease_until=None)
            sorting.sort_waiting()
    IncomingMail.objects.update(lease_until=None)
    sorting.sort_waiting()

    incoming.refresh_from_db()
    assert incoming.outcome == Outcome.TICKET


@pytest.mark.django_db
def test_an_absent_database_is_not_the_mails_fault(monkeypatch):
    def away(*_):
        raise OperationalError

    incoming = accept()
    monkeypatch.setattr(sorting, "decide", away)

    with pytest.raises(OperationalError):
        sorting.sort_mail(incoming.pk)

    incoming.refresh_from_db()
    assert (incoming.sorted_at, incoming.reason) == (None, "")


@pytest.mark.django_db(transaction=True)
def test_the_same_mail_at_four_doors_is_one_case_and_three_duplicates():
    raw = mail("The same")

    in_threads(lambda: sorting.sort_mail(accept(raw).pk))

    assert Ticket.objects.count() == 1
    assert conservation() == {
        "accepted": 4,
        "tickets": 1,
        "replies": 0,
        "duplicates": 3,
        "quarantined": 0,
        "bounces": 0,
    }
    assert IncomingMail.objects.filter(outcome=Outcome.DUPLICATE, raw=b"").count() == 3


@pytest.mark.django_db(transaction=True)
def test_four_sorters_make_one_case_of_each_mail():
    for _ in range(12):
        accept()

    in_threads(sorting.sort_waiting)

    assert Ticket.objects.count() == 12
    assert conservation()["tickets"] == 12
