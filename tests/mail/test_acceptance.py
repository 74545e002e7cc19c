"""Kept before anything is decided: once for each mail, whatever way it came."""

import pytest
from django.utils import timezone

from mail.acceptance import accept_mail
from mail.models import IncomingMail, Outcome
from mail.selectors import conservation, outbox_state

pytestmark = pytest.mark.django_db

RAW = b"From: a@x.example\r\nMessage-ID: <1@x.example>\r\nSubject: s\r\n\r\ntext\r\n"


def accept(raw: bytes) -> IncomingMail:
    return accept_mail(raw=raw, source="test")


def test_the_bytes_are_kept_as_they_came():
    incoming = accept(RAW)

    kept = IncomingMail.objects.get()
    assert (bytes(kept.raw), kept.message_id, kept.size) == (RAW, "<1@x.example>", len(RAW))
    assert (incoming.outcome, kept.sorted_at) == (Outcome.QUARANTINED, None)


@pytest.mark.parametrize(
    "again",
    [
        RAW,
        b"Received: from relay.example\r\nDKIM-Signature: v=1\r\nReturn-Path: <a@x.example>\r\n" + RAW,
        b"From a@x.example Mon Nov  3\n" + RAW.replace(b"\r\n", b"\n") + b"\n\n",
        b"X-Spam-Score: 1\r\n" + RAW,
    ],
)
def test_the_same_mail_on_another_way_is_a_duplicate_without_bytes(again):
    first = accept(RAW)

    second = accept(again)

    assert (second.outcome, second.duplicate_of, bytes(second.raw)) == (Outcome.DUPLICATE, first, b"")
    assert second.sorted_at is not None


@pytest.mark.parametrize(("here", "there"), [(b"text", b"more"), (b": s", b": t"), (b"<1", b"<2")])
def test_another_content_or_another_id_is_another_mail(here, there):
    accept(RAW)

    assert accept(RAW.replace(here, there)).outcome == Outcome.QUARANTINED
    assert conservation()["accepted"] == 2


@pytest.mark.parametrize(
    "raw", [b"", b"\x00", b"\xff" * 100, b"X: y\n" * 100_000, b"Message-ID: " + b"\xf0\x9f\x98\x80" * 900]
)
def test_anything_is_kept(raw):
    assert bytes(IncomingMail.objects.get(pk=accept(raw).pk).raw) == raw


def test_an_envelope_of_any_bytes_is_kept():
    incoming = accept_mail(raw=RAW, envelope_from="a\udcff\x00\r\nb", envelope_to="c" * 20_000, source="test")

    assert (incoming.envelope_from, len(incoming.envelope_to)) == ("a b", 10_000)


def test_an_outbox_in_which_nothing_waits_has_no_age():
    nothing = {"pending": 0, "sending": 0, "sent": 0, "failed": 0, "oldest_pending_s": None}
    assert outbox_state(at=timezone.now()) == nothing
