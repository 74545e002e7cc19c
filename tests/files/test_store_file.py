from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.test import override_settings
from PIL import Image

from files import kinds
from files.errors import FileRefusedError, FilesUnavailableError
from files.models import StoredFile
from files.services import store_file
from tests.files import samples

pytestmark = pytest.mark.django_db


def bytes_of(file: StoredFile) -> bytes:
    with default_storage.open(file.key) as content:
        return content.read()


def test_keeps_the_bytes_under_a_key_that_says_nothing():
    file = store_file(name="facture mai.pdf", content=BytesIO(samples.PDF))

    assert bytes_of(file) == samples.PDF
    assert (file.name, file.content_type, file.size) == ("facture mai.pdf", "application/pdf", len(samples.PDF))
    assert "facture" not in file.key
    assert len(file.sha256) == 64


def test_draws_a_photo_anew_without_place_and_upright():
    file = store_file(name="IMG_1.HEIC.JPG", content=samples.photo_with_place())

    drawn = Image.open(BytesIO(bytes_of(file)))
    assert drawn.size == (40, 60)
    assert dict(drawn.getexif()) == {}
    assert b"SecretPhone" not in bytes_of(file)
    assert file.name == "IMG_1_HEIC.jpg"


def _spoken(value: object) -> str:
    """Names that are the same in every process: an archive made anew holds the time."""
    return value if isinstance(value, str) else ""


@pytest.mark.parametrize(("format_", "extension"), [("PNG", "png"), ("WEBP", "jpg"), ("JPEG", "jpg")])
def test_tells_the_picture_by_its_bytes_not_by_its_name(format_, extension):
    file = store_file(name="photo.pdf", content=samples.picture(format_))

    assert file.name == f"photo.{extension}"
    assert file.is_image


def test_keeps_the_first_frame_of_a_moving_picture():
    frames = [Image.new("P", (20, 20), n) for n in range(3)]
    out = BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:])

    file = store_file(name="a.gif", content=out.getvalue())

    drawn = Image.open(BytesIO(bytes_of(file)))
    assert (file.content_type, getattr(drawn, "n_frames", 1)) == ("image/png", 1)


def test_makes_a_large_picture_smaller():
    file = store_file(name="a.jpg", content=samples.picture(size=(6000, 100)))

    assert Image.open(BytesIO(bytes_of(file))).width == 4096


def test_takes_the_place_out_of_a_film_and_moves_nothing():
    film = samples.film(b"qt  ")

    file = store_file(name="film.mov", content=film)

    kept = bytes_of(file)
    assert file.content_type == "video/quicktime"
    assert b"+59.3293" not in kept
    assert (len(kept), kept.index(b"pictures")) == (len(film), film.index(b"pictures"))


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("ocpp.log", "Ström bröts\r\n".encode("cp1252"), "text/plain"),
        ("ocpp.log", "Ström bröts\n".encode("utf-16"), "text/plain"),
        ("serials.csv", b"serial;product\n2512004713H;HALO\n", "text/csv"),
        ("old mail.eml", b"From: a@b.example\nTo: c@d.example\nSubject: x\n\n<html>", "text/plain"),
        ("letter.docx", samples.docx(), kinds.DOCX.content_type),
        ("clip.mp4", samples.film(), "video/mp4"),
    ],
    ids=_spoken,
)
def test_takes_in_what_customers_send(name, content, content_type):
    assert store_file(name=name, content=content).content_type == content_type


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.jpg", b"", "is empty"),
        ("page.jpg", b"<!DOCTYPE html><script>alert(1)</script>", "Web pages"),
        ("logo.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "Web pages"),
        (
            "feed.txt",
            b"<?xml version='1.0'?><!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><r>&x;</r>",
            "Web pages",
        ),
        ("run.txt", b"#!/bin/sh\nrm -rf /\n", "Web pages"),
        ("invoice.pdf.js", b"alert(1)", "Web pages"),
        ("late.txt", b"hello\n<script>alert(1)</script>", "Web pages"),
        ("setup.pdf", b"MZ" + bytes(300), "not accepted"),
        ("program", b"\x7fELF" + bytes(300), "not accepted"),
        ("photo.heic", b"\0\0\0\x18ftypheic" + bytes(40), "HEIC"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "Old Office"),
        ("logs.zip", samples.archive({"a.txt": b"x"}), "Archives"),
        ("macro.docx", samples.docx(**{"word/vbaProject.bin": b"x"}), "macros"),
        ("bomb.docx", samples.docx(**{"word/media.bin": bytes(30_000_000)}), "unpacks to far more"),
        ("half.docx", samples.docx()[:60] + b"PK\x05\x06" + bytes(18), "damaged|Archives"),
        ("two.pdf", samples.PDF + samples.archive({"a.exe": b"x"}), "two things"),
        ("broken.jpg", samples.picture()[:200], "damaged"),
        ("broken.png", b"\x89PNG\r\n\x1a\n" + b"x" * 50, "damaged"),
        ("large.png", samples.picture("PNG", size=(9000, 9000)), "fewer pixels"),
    ],
    ids=_spoken,
)
def test_refuses_in_words_and_keeps_nothing(name, content, words):
    with pytest.raises(FileRefusedError, match=words):
        store_file(name=name, content=content)

    assert StoredFile.objects.exists() is False


@override_settings(UPLOAD_MAX_BYTES=1000)
def test_refuses_a_file_that_is_too_large_without_reading_all_of_it():
    content = BytesIO(b"x" * 5000)

    with pytest.raises(FileRefusedError, match="larger than"):
        store_file(name="a.txt", content=content)

    assert content.tell() == 1001


def test_a_full_disk_is_no_refusal_of_the_file(monkeypatch):
    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full)

    with pytest.raises(FilesUnavailableError, match="try again"):
        store_file(name="a.pdf", content=samples.PDF)

    assert StoredFile.objects.exists() is False
