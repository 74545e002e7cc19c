"""Mail that was made to break its reader: bounded time, no crash, nothing lost, the next mail unaffected."""

import base64
import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from mail import reasons
from mail.models import IncomingMail, Outcome
from mail.selectors import conservation
from tests.intake.mails import CUSTOMER, mail, new_id, take_in
from tickets.models import Ticket

SECONDS = 5
FROM = f"From: {CUSTOMER}\r\n".encode()


def nested(depth: int) -> bytes:
    opening = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(depth))
    return FROM + opening + b"Content-Type: text/plain\r\n\r\nhello\r\n"


def forwarded(depth: int) -> bytes:
    return FROM + b"Content-Type: message/rfc822\r\n\r\n" * depth + b"hello\r\n"


def parts(count: int) -> bytes:
    return FROM + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nhello\r\n" * count + b"--b--\r\n"


def head(lines: bytes) -> bytes:
    return FROM + lines + b"\r\n\r\nhello\r\n"


def body(kind: bytes, content: bytes, encoding: bytes = b"8bit") -> bytes:
    return head(b"Content-Type: " + kind + b"\r\nContent-Transfer-Encoding: " + encoding)[:-7] + content


REFUSED = {
    "a thousand levels": (nested(1000), reasons.DEEP),
    "a thousand mails in mails": (forwarded(1000), reasons.DEEP),
    "ten thousand parts": (parts(10_000), reasons.MANY_PARTS),
    "a hundred thousand headers": (head(b"X-A: b\r\n" * 100_000), reasons.LONG_HEAD),
    "a header of ten megabytes": (head(b"X-A: " + b"b" * 10_000_000), reasons.LONG_HEAD),
    "a header that never ends": (FROM + b"X-A: b\r\n" * 100_000, reasons.LONG_HEAD),
    "a sender that never ends": (b"From: " + b"a@x.example, " * 20_000 + b"\r\n\r\nhello", reasons.ODD_SENDER),
    "comments without end": (b"From: " + b"(" * 1500 + b" a@x.example\r\n\r\nhello", reasons.ODD_SENDER),
    "only blanks": (b"\r\n \r\n", reasons.EMPTY),
    "no head": (b"hello there, this is no mail", reasons.NO_SENDER),
    "zeros": (bytes(10_000), reasons.NO_SENDER),
}
TAKEN = {
    "NULs": head(b"Subject: a\x00b") + b"\x00\x00",
    "surrogates": body(b"text/plain; charset=utf-8", b"\xed\xa0\x80 hello"),
    "a charset that nobody knows": body(b"text/plain; charset=x-none", b"hej p\xe5 dig"),
    "a charset that is none": body(b"text/plain; charset=" + b"\xff" * 300, b"hello"),
    "a charset that unpacks": body(b"text/plain; charset=zlib_codec", b"hello"),
    "a charset of quadratic time": body(b"text/plain; charset=punycode", b"a-" + b"b" * 200_000),
    "a lying charset": body(b"text/plain; charset=utf-8", b"Gr\xfc\xdfe"),
    "ascii that is not": body(b"text/plain; charset=us-ascii", "återställning".encode()),
    "broken base64": body(b"text/plain", b"aGVsb=G8*&^%", b"base64"),
    "broken quoted-printable": body(b"text/plain", b"hello=ZZ =", b"quoted-printable"),
    "an encoding nobody knows": body(b"text/plain", b"hello", b"x-none"),
    "encoded words without end": head(b"Subject: " + b"=?utf-8?q?a?= " * 10_000),
    "half encoded words": head(b"Subject: " + b"=?utf-8?q?" * 20_000),
    "references without end": head(b"References: " + b"<a@x.example> " * 15_000),
    "parameters without end": head(b"Content-Type: text/plain" + b';"' * 100_000),
    "a boundary of nothing": head(b'Content-Type: multipart/mixed; boundary=""'),
    "a boundary that is nowhere": head(b"Content-Type: multipart/mixed; boundary=zzz"),
    "a boundary with a pattern": head(b'Content-Type: multipart/mixed; boundary="(a+)+$"'),
    "a line of a megabyte": body(b"text/plain", b"a" * 1_000_000),
    "a wall of quotes": body(b"text/plain", b">a\nb\n" * 100_000),
    "a wall of introductions": body(b"text/plain", b"On 1 wrote:\n>a\nb\n" * 50_000),
    "deep HTML": body(b"text/html", b"<div>" * 100_000 + b"hello"),
    "endless HTML": body(b"text/html", b"<table><tr><td>a" * 100_000),
    "angles": body(b"text/html", b"<" * 1_000_000),
    "a file name that climbs": head(b'Content-Disposition: attachment; filename="../../etc/passwd"'),
    "a file name turned round": head('Content-Disposition: attachment; filename="\u202egpj.exe"'.encode()),
    "bare carriage returns": FROM.replace(b"\n", b"") + b"\rSubject: x\r\rhello",
    "TNEF": body(b"application/ms-tnef; name=winmail.dat", base64.b64encode(b"\x78\x9f\x3e\x22"), b"base64"),
    "a calendar": body(b"text/calendar; method=REQUEST", b"BEGIN:VCALENDAR\nEND:VCALENDAR"),
    "an id of five kilobytes": head(b"Message-ID: <" + b"a" * 5000 + b"@x.example>"),
    "an id of foreign letters": head("Message-ID: <\U0001f600@x.example>".encode() * 200),
    "a subject that breaks the line": head(b"Subject: =?utf-8?q?a=0D=0ABcc:_x@y.example?="),
}


@pytest.mark.django_db
@pytest.mark.parametrize("name", REFUSED)
def test_a_bomb_goes_to_quarantine_in_no_time(name):
    raw, reason = REFUSED[name]
    begun = time.monotonic()

    incoming = take_in(raw)

    assert time.monotonic() - begun < SECONDS
    assert (incoming.outcome, incoming.reason) == (Outcome.QUARANTINED, reason)
    assert incoming.sorted_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize("name", TAKEN)
def test_an_ugly_mail_becomes_a_case_all_the_same(name):
    begun = time.monotonic()

    incoming = take_in(TAKEN[name])

    assert time.monotonic() - begun < SECONDS
    assert incoming.outcome in {Outcome.TICKET, Outcome.QUARANTINED}
    assert incoming.reason in {"", reasons.NO_SENDER, reasons.ODD_SENDER}
    assert bytes(IncomingMail.objects.get(pk=incoming.pk).raw) == TAKEN[name]
    if incoming.outcome == Outcome.TICKET:
        assert Ticket.objects.get().messages.get().text


@pytest.mark.django_db
def test_the_poison_holds_up_nobody():
    for raw in (REFUSED["a thousand levels"][0], mail(), REFUSED["ten thousand parts"][0], mail()):
        take_in(raw)

    counts = conservation()
    assert (counts["accepted"], counts["tickets"], counts["quarantined"]) == (4, 2, 2)


def assert_conserved(raws: list[bytes]) -> None:
    before = conservation()["accepted"]
    for raw in raws:
        take_in(raw)
    counts = conservation()
    assert counts["accepted"] == before + len(raws)
    assert counts["accepted"] == sum(count for name, count in counts.items() if name != "accepted")
    assert not IncomingMail.objects.unsorted().exists()


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.binary(min_size=1, max_size=2000), min_size=1, max_size=3))
def test_any_bytes_at_all_are_conserved(raws):
    assert_conserved(raws)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["From", "To", "Subject", "Message-ID", "References", "Content-Type", "Return-Path"]),
    st.text(max_size=200),
    st.text(max_size=500),
)
def test_any_header_and_any_text_are_conserved(name, value, text):
    raw = f"From: {CUSTOMER}\r\n{name}: {value}\r\n\r\n{text}".encode("utf-8", "replace")

    assert_conserved([raw, raw])


@pytest.mark.django_db
def test_real_mail_cut_and_bent_at_random_is_conserved():
    chance = random.Random(7)
    originals = [*TAKEN.values(), mail("Hej", subject="=?utf-8?b?SGVq?=", message_id=new_id())]
    bent = []
    for _ in range(60):
        raw = bytearray(chance.choice(originals)[:3000])
        for _ in range(chance.randrange(1, 20)):
            raw[chance.randrange(len(raw))] = chance.randrange(256)
        bent.append(bytes(raw[: chance.randrange(1, len(raw) + 1)]) or b"x")

    assert_conserved(bent)
