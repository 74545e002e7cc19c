"""Serials read off photos of plates."""

import time
from io import BytesIO
from random import Random

import pytest
from PIL import Image

from tests.plates import CODE_128, DATA_MATRIX, QR, code, plate
from warranty.plates import serials_in_picture

SERIAL = "2512004713H"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (SERIAL, CODE_128),
        (SERIAL, QR),
        (SERIAL, DATA_MATRIX),
        (f"https://id.maker.example/01/07350001234567/21/{SERIAL}", QR),
        (f"010735000123456721{SERIAL}", DATA_MATRIX),
    ],
    ids=["bars", "QR", "matrix", "address", "GS1"],
)
def test_reads_the_codes_that_stand_on_plates(text, kind):
    assert serials_in_picture(plate(code(text, kind))) == [SERIAL]


@pytest.mark.parametrize("turned", [0, 7, 45, 90, 133, 180, 270])
@pytest.mark.parametrize("kind", [CODE_128, QR], ids=["bars", "QR"])
def test_however_the_photo_is_turned(kind, turned):
    assert serials_in_picture(plate(code(SERIAL, kind), turned=turned)) == [SERIAL]


def test_a_little_out_of_focus_is_read_and_what_is_a_blur_is_not():
    assert serials_in_picture(plate(code(SERIAL), blurred=1.5)) == [SERIAL]
    assert serials_in_picture(plate(code(SERIAL), blurred=25)) == []


def test_a_small_code_on_a_large_photo_is_read():
    assert serials_in_picture(plate(code(SERIAL, QR, scale=4), size=(4000, 3000))) == [SERIAL]


def test_the_same_serial_in_two_codes_is_one_and_two_are_two():
    both = plate(code(SERIAL), code(SERIAL, QR))
    two = plate(code(SERIAL), code("2512004714A", QR))

    assert serials_in_picture(both) == [SERIAL]
    assert sorted(serials_in_picture(two)) == [SERIAL, "2512004714A"]


@pytest.mark.parametrize("text", ["7350001234567", "WIFI:S:Halo;P:2512004713;;", "25120047130H", "hello"])
def test_other_codes_tell_nothing(text):
    assert serials_in_picture(plate(code(text, QR))) == []


@pytest.mark.parametrize("content", [b"", b"\xff\xd8\xff", b"%PDF-1.4", plate()[:3000], b"GIF89a" + bytes(20)])
def test_what_is_no_picture_tells_nothing(content):
    assert serials_in_picture(content) == []


def test_a_picture_of_more_pixels_than_any_photo_is_not_unpacked():
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")

    begun = time.monotonic()

    assert serials_in_picture(out.getvalue()) == []
    assert time.monotonic() - begun < 1


def test_a_picture_that_is_hard_on_the_reader_takes_seconds_at_most():
    noise = Image.frombytes("L", (1500, 1500), Random(7).randbytes(1500 * 1500))
    out = BytesIO()
    noise.save(out, "PNG", compress_level=1)

    begun = time.monotonic()

    assert serials_in_picture(out.getvalue()) == []
    assert time.monotonic() - begun < 5
