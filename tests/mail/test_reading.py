"""Heads, words, addresses, charsets and languages, as they really come."""

import pytest

from mail.addresses import Mailbox, clean_address, read_mailboxes
from mail.charsets import decode
from mail.heads import decode_words, split_head
from mail.languages import guess_language
from mail.mime import ReceivedMail


@pytest.mark.parametrize(
    ("text", "boxes"),
    [
        ("a@x.example", [Mailbox("a@x.example")]),
        ("Anna Berg <Anna@X.Example>", [Mailbox("anna@x.example", "Anna Berg")]),
        ('"Berg, Anna" <a@x.example>', [Mailbox("a@x.example", "Berg, Anna")]),
        ("a@x.example (Anna (B))", [Mailbox("a@x.example", "Anna (B)")]),
        ("=?utf-8?q?Andr=C3=A9?= <a@x.example>", [Mailbox("a@x.example", "André")]),
        ('"a@good.example" <b@bad.example>', [Mailbox("b@bad.example", "a@good.example")]),
        ("a@x.example, b@y.example", [Mailbox("a@x.example"), Mailbox("b@y.example")]),
        ("", []),
        (" , ", []),
        ("a@good)@evil", None),
        ("a@good.example(@evil.example", None),
        ("<a@x.example> <b@y.example>", None),
        ("<a@x.example> b@y.example", None),
        ("<a@x.example", None),
        ('"a@x.example', None),
        ('"a b"@x.example', None),
        ('"a"@x.example', None),
        ("a@x.example@y.example", None),
        ("a@[127.0.0.1]", None),
        (".a@x.example", None),
        ("é@x.example", None),
        ("a@ｘ.example", None),
        ("=?utf-8?q?a=40x=2Eexample?=", None),
        ("undisclosed-recipients:;", None),
        ("Anna, a@x.example", None),
    ],
)
def test_mailboxes_are_read_in_one_way_or_not_at_all(text, boxes):
    assert read_mailboxes(text.encode()) == boxes


def test_an_address_is_compared_letter_by_letter():
    assert clean_address(" Camille+RMA@Customer.Example ") == "camille+rma@customer.example"
    assert clean_address("\u212aim@customer.example") == ""
    assert clean_address("a" * 65 + "@x.example") == ""


@pytest.mark.parametrize(
    ("content", "declared", "text"),
    [
        ("återställ".encode(), "utf-8", "återställ"),
        ("återställ".encode("latin-1"), "iso-8859-1", "återställ"),
        ("återställ".encode("latin-1"), "utf-8", "återställ"),
        ("återställ".encode(), "iso-8859-1", "återställ"),
        ("återställ".encode(), "us-ascii", "återställ"),
        ("återställ".encode(), "no-such-charset", "återställ"),
        ("återställ".encode(), "hex", "återställ"),
        ("Zażółć".encode("iso-8859-2"), "ISO-8859-2", "Zażółć"),
        ("日本".encode("iso-2022-jp"), "iso-2022-jp", "日本"),
        ("€".encode("cp1252"), "iso-8859-1", "€"),
        (b"a\x00b\r\nc\rd", "", "ab\nc\nd"),
        ("\ufeffa".encode("utf-16"), "utf-16", "a"),
    ],
)
def test_bytes_become_text_whatever_they_claim(content, declared, text):
    assert decode(content, declared) == text


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?q?Andr=C3?= =?utf-8?q?=A9?= x", "André x"),
        ("=?UTF-8?B?w6XDpMO2?=", "åäö"),
        ("=?iso-8859-1?Q?p=E5_v=E4g?=", "på väg"),
        ("a =?utf-8?q?b?= =?iso-8859-1?q?c?= d", "a bc d"),
        ("=?none?q?caf=C3=A9?=", "café"),
        ("=?utf-8?b?!!!?=", "=?utf-8?b?!!!?="),
        ("=?utf-8?q?unfinished", "=?utf-8?q?unfinished"),
    ],
)
def test_encoded_words_become_readable(written, read):
    assert decode_words(written) == read


def test_a_head_is_unfolded_and_ends_at_the_first_empty_line():
    head, body = split_head(b"From x\r\nSubject: a\r\n b\r\nno field\r\nX-Y : z\r\n\r\nText\r\n\r\nmore")

    assert (head.text("subject"), head.text("x-y"), body) == ("a b", "z", b"Text\r\n\r\nmore")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The charger does not work and I have no light", "en"),
        ("Ma borne ne charge plus depuis lundi", "fr"),
        ("Laddaren är trasig och det lyser inte", "sv"),
        ("HALO 2512004713H", ""),
        ("", ""),
    ],
)
def test_the_language_is_told_by_small_words(text, language):
    assert guess_language(text) == language


def test_plain_text_is_preferred_and_html_is_made_harmless():
    raw = b"""From: a@x.example
Content-Type: multipart/alternative; boundary=b

--b
Content-Type: text/plain; charset=utf-8

Hello *you*
--b
Content-Type: text/html; charset=utf-8

<p onclick="x()">Hello <b>you</b><script>alert(1)</script><img src="http://x.example/spy.png"></p>
--b--
"""
    received = ReceivedMail(raw)

    assert (received.words, received.files) == (("Hello *you*", ""), [])
    assert received.html.strip() == "<p>Hello <b>you</b></p>"


def test_html_alone_becomes_text():
    head = b"From: a@x.example\nContent-Type: text/html\n\n"
    raw = head + b"<style>p{}</style><p>Hej &amp; tack</p><ul><li>en<li>tv\xc3\xa5</ul>"

    text = ReceivedMail(raw).words[0]

    assert "Hej & tack" in text
    assert "* en" in text
    assert "p{}" not in text


def test_a_forwarded_mail_gives_its_text_and_its_files():
    raw = b"""From: reseller@x.example
Content-Type: multipart/mixed; boundary=b

--b

See below
--b
Content-Type: message/rfc822

From: customer@y.example
Subject: broken
Content-Type: multipart/mixed; boundary=c

--c

Serial 2512004713H
--c
Content-Type: text/csv; name="log.csv"

1;2
--c--
--b--
"""
    received = ReceivedMail(raw)

    assert received.sender.address == "reseller@x.example"
    assert received.words == ("See below", "Serial 2512004713H")
    assert [file.name for file in received.files] == ["attachment-1.eml", "log.csv"]


@pytest.mark.parametrize(
    ("disposition", "name"),
    [
        (b'attachment; filename="kvitto.pdf"', "kvitto.pdf"),
        (b"attachment; filename*=utf-8''kvitto%20%C3%A5.pdf", "kvitto å.pdf"),
        (b"attachment; filename*0=kvit; filename*1=to.pdf", "kvitto.pdf"),
        (b'attachment; filename="=?utf-8?q?re=C3=A7u=2Epdf?="', "reçu.pdf"),
        (b"attachment", "attachment-1.bin"),
    ],
)
def test_files_are_named_as_their_senders_named_them(disposition, name):
    raw = b"From: a@x.example\nContent-Type: application/x-thing\nContent-Disposition: " + disposition + b"\n\ncontent"

    assert [file.name for file in ReceivedMail(raw).files] == [name]
