"""Mail into a folder: whole files, rising numbers, several writers."""

import threading

from django.core.mail import EmailMessage

from mail.folder import FolderBackend


def letter(number: int) -> EmailMessage:
    return EmailMessage(f"Mail {number}", "text", "a@x.example", ["b@x.example"])


def test_numbers_rise_over_restarts(settings, tmp_path):
    settings.EMAIL_FOLDER = tmp_path / "mail"

    for number in range(3):
        FolderBackend().send_messages([letter(number)])

    assert sorted(path.name for path in settings.EMAIL_FOLDER.iterdir()) == ["1.eml", "2.eml", "3.eml"]
    assert b"Subject: Mail 2" in (settings.EMAIL_FOLDER / "3.eml").read_bytes()


def test_several_writers_share_no_number(settings, tmp_path):
    settings.EMAIL_FOLDER = tmp_path

    def write():
        backend = FolderBackend()
        for number in range(20):
            backend.send_messages([letter(number)])

    threads = [threading.Thread(target=write) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(int(path.stem) for path in tmp_path.iterdir()) == list(range(1, 81))
