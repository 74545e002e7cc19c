"""Serial numbers as people write them and as codes hold them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.numbers import check_digit, find_numbers
from warranty.serials import find_serials, find_serials_in_code, is_serial, read_serial

SERIALS = st.from_regex(r"\A[0-9]{10}[A-Z]\Z")


@pytest.mark.parametrize(
    "written",
    [
        "2512004713H",
        "2512-004713 h",
        "2512004713 H",
        "2512 004713H",
        "S/N: 25120O4713H",
        "sn 2512-oo4713 h",
        "Serial number 2512004713H",
        "SN:SN: 2512004713H",
        "N° de série : 2512004713 H",
        "Serienummer: 2512/004713.h",
        "25I2OO47I3H",
        "２５１２００４７１３Ｈ",
        "٢٥١٢٠٠٤٧١٣H",
        "  2512\u2011004713\u00a0H ",
        "Halo 2512004713H",
        "https://id.maker.example/u/2512004713h?from=plate",
    ],
)
def test_reads_what_people_write_as_it_stands_on_the_plate(written):
    assert read_serial(written) == "2512004713H"


@pytest.mark.parametrize(
    ("written", "tidied"),
    [
        ("no idea / 77", "NOIDEA77"),
        ("2512004713", "2512004713"),
        ("2512004713HH", "2512004713HH"),
        ("251200471H", "251200471H"),
        ("2512004713H or 2512004714H", "2512004713HOR2512004714H"),
        ("S-N", ""),
        ("", ""),
        ("\x00\x1f", ""),
        ("x" * 300, "X" * 40),
    ],
)
def test_what_is_none_comes_back_tidied_and_is_not_taken_for_one(written, tidied):
    assert read_serial(written) == tidied
    assert is_serial(read_serial(written)) is False


@given(st.text(max_size=150))
def test_reading_twice_is_reading_once_whatever_was_typed(text):
    read = read_serial(text)

    assert read_serial(read) == read
    assert len(read) <= 40


@given(st.text(alphabet="SN/ -:#.0123456789OoIlQDBH°iéÉDEmumeronsial\u00a0\u2011", max_size=60))
def test_reading_twice_is_reading_once_for_what_looks_like_a_serial(text):
    read = read_serial(text)

    assert read_serial(read) == read


@given(SERIALS, st.sampled_from(["{a}-{b} {c}", "{a} {b}{c}", "S/N {a}{b} {c}", "{a}/{b}.{c}", "({a}{b}{c})"]))
def test_every_serial_is_read_in_every_spelling(serial, spelling):
    written = spelling.format(a=serial[:4], b=serial[4:10], c=serial[10].lower())

    assert read_serial(written) == serial


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("My 2512-004713 h is dead.", ["2512004713H"]),
        ("2512004713H, 25120O4714H and 2512 004713 H", ["2512004713H", "2512004714H"]),
        ("2512004713H/2512004714H", ["2512004713H", "2512004714H"]),
        ("from 2512004713H-2512004720H", ["2512004713H", "2512004720H"]),
        ("plate-2512004713H.jpg", ["2512004713H"]),
        ("IMG_2512004713h_2.jpg", ["2512004713H"]),
        ("Laddare 2512-004713 A är trasig", ["2512004713A"]),
        # A word of one letter is no part of a number before it.
        ("Le dossier 4827193059 a été ouvert", []),
        ("Ring 0702 123456 i morgon", []),
        ("le 2512004713 c'est", []),
        # Parts of longer things.
        ("a2512004713H", []),
        ("12-2512004713H", []),
        ("2512004713H-2", []),
        ("2512004713HX", []),
        ("1234567890123H", []),
        ("2025-12-04 12.34.56 H", []),
        ("", []),
    ],
)
def test_finds_what_stands_apart_in_running_text_and_names_of_files(text, found):
    assert find_serials(text) == found


@given(st.text(max_size=300))
def test_finding_never_breaks_and_finds_serials_only(text):
    assert all(is_serial(serial) for serial in [*find_serials(text), *find_serials_in_code(text)])


@given(st.integers(100_000_000, 999_999_999), st.sampled_from("ABCDEGHJKLMNP"), st.sampled_from(["", " ", "-", "."]))
def test_ten_digits_with_a_letter_are_never_read_as_a_number_of_ours(body, letter, between):
    digits = str(body) + check_digit(str(body))

    assert find_numbers(f"About {digits}{between}{letter}, please.") == []
    assert find_numbers(f"About {digits[:4]}-{digits[4:]}{between}{letter}, please.") == []
    assert find_numbers(f"About {digits[:3]}-{digits[3:6]}-{digits[6:]}, please.") == [digits]
    assert find_numbers(f"About {digits}, please.") == [digits]


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("2512004713H", ["2512004713H"]),
        ("SN2512004713h", ["2512004713H"]),
        ("https://id.maker.example/01/07350001234567/21/2512004713H", ["2512004713H"]),
        ("https://app.maker.example/?sn=2512004713H&pin=123456", ["2512004713H"]),
        ("(01)07350001234567(21)2512004713H", ["2512004713H"]),
        ("0107350001234567212512004713H", ["2512004713H"]),
        ("010735000123456721 2512004713H\x1d10LOT7", ["2512004713H"]),
        ("0107350001234567" + "11251201" + "\x1d212512004713H", ["2512004713H"]),
        ("212512004713H", ["2512004713H"]),
        ('{"serial":"2512004713H","mac":"00:11:22:33:44:55"}', ["2512004713H"]),
        ("2512004713H 2512004714H", ["2512004713H", "2512004714H"]),
        ("99912512004713H", []),
        ("2512004713HX", []),
        ("07350001234567", []),
        ("WIFI:S:Halo;P:secret;;", []),
        ("x" * 100_000, []),
    ],
)
def test_codes_hold_the_serial_bare_in_an_address_or_in_a_field(code, found):
    assert find_serials_in_code(code) == found
