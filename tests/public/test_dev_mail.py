"""The mails that this machine would have sent, to look at."""

import os
from email.message import EmailMessage
from pathlib import Path

import pytest

from tests.public.reporting import text_of


@pytest.fixture
def folder(settings, tmp_path):
    settings.EMAIL_FOLDER = tmp_path
    return tmp_path


def write(folder: Path, name: str, subject: str, *, age: int = 0) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "support@maker.example", "camille@customer.example", subject
    message["Auto-Submitted"] = "auto-replied"
    message.set_content("Follow it: http://localhost/support/abc/")
    message.add_alternative('<p>Follow it: <a href="http://localhost/support/abc/">here</a></p>', subtype="html")
    message.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="label <b>.pdf")
    (folder / name).write_bytes(message.as_bytes())
    os.utime(folder / name, (1_800_000_000 - age, 1_800_000_000 - age))


def test_lists_the_newest_first(client, folder):
    write(folder, "1.eml", "Older", age=60)
    write(folder, "2.eml", "Newer")

    text = text_of(client.get("/dev/mail/"))

    assert text.index("Newer") < text.index("Older")
    assert "2 in all" in text


def test_an_empty_folder_says_what_to_do(client, folder):
    assert "No mail yet" in text_of(client.get("/dev/mail/"))
    folder.rmdir()
    assert client.get("/dev/mail/").status_code == 200


def test_shows_text_with_live_links_and_names_attachments(client, folder):
    write(folder, "1.eml", "Your number")

    page = client.get("/dev/mail/1.eml/").content.decode()

    assert '<a href="http://localhost/support/abc/"' in page
    assert "label &lt;b&gt;.pdf" in page
    assert "auto-replied" in page
    assert 'sandbox="allow-popups allow-top-navigation-by-user-activation"' in page


def test_locks_the_html_into_its_frame(client, folder):
    write(folder, "1.eml", "Your number")

    response = client.get("/dev/mail/1.eml/html/")

    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert '<a href="http://localhost/support/abc/">' in response.content.decode()


def test_hands_out_attachments_as_downloads(client, folder):
    write(folder, "1.eml", "Your number")

    response = client.get("/dev/mail/1.eml/attachments/0/")

    assert response.content == b"%PDF-1.4"
    assert response["Content-Disposition"].startswith("attachment")
    assert client.get("/dev/mail/1.eml/attachments/7/").status_code == 404


@pytest.mark.parametrize("name", ["2.eml", "..%2f..%2fetc%2fpasswd", "1.txt", "%00.eml", "1.eml%2f.."])
def test_reads_nothing_else(client, folder, name):
    write(folder, "1.eml", "Your number")
    (folder / "1.txt").write_text("no mail")

    assert client.get(f"/dev/mail/{name}/").status_code == 404


def test_a_garbled_mail_is_shown_as_far_as_it_can_be(client, folder):
    (folder / "1.eml").write_bytes(
        b"Subject: =?klingon?B?////?=\r\nContent-Type: text/plain; charset=nope\r\n\r\n\xff\xfe\x00"
    )

    assert client.get("/dev/mail/").status_code == 200
    assert client.get("/dev/mail/1.eml/").status_code == 200


def test_exists_only_where_mail_is_written_into_a_folder(client, folder, settings):
    write(folder, "1.eml", "Your number")
    settings.DEV_MAIL = False

    for path in ("", "1.eml/", "1.eml/html/", "1.eml/attachments/0/"):
        assert client.get(f"/dev/mail/{path}").status_code == 404
