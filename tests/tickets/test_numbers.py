"""The number: unique, not sequential, and no slip of hand or tongue goes unnoticed."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.numbers import (
    DOMAIN,
    NotANumberError,
    check_digit,
    find_numbers,
    is_number,
    number_for,
    pretty,
    read_number,
)

KEYS = st.binary(min_size=32, max_size=32)
COUNTERS = st.integers(min_value=0, max_value=DOMAIN - 1)
KEY = b"k" * 32
numbers = st.builds(number_for, COUNTERS, st.just(KEY))


def test_the_worked_example_holds():
    assert check_digit("482719305") == "9"
    assert is_number("4827193059")
    assert not any(is_number(wrong) for wrong in ("4827913059", "4827193095", "5827193059"))


@given(start=st.integers(min_value=0, max_value=DOMAIN - 2_001), key=KEYS)
def test_a_range_of_counters_gives_as_many_different_numbers(start, key):
    numbers = {number_for(counter, key) for counter in range(start, start + 200)}

    assert len(numbers) == 200
    assert all(is_number(number) for number in numbers)


@given(one=COUNTERS, other=COUNTERS, key=KEYS)
def test_two_counters_never_share_a_number(one, other, key):
    assert (number_for(one, key) == number_for(other, key)) is (one == other)


def test_the_ends_of_the_domain_have_numbers_and_beyond_is_refused():
    assert is_number(number_for(0, KEY))
    assert is_number(number_for(DOMAIN - 1, KEY))
    for counter in (-1, DOMAIN):
        with pytest.raises(ValueError, match="domain"):
            number_for(counter, KEY)


def test_numbers_do_not_follow_one_another():
    numbers = [int(number_for(counter, KEY)) for counter in range(1_000)]

    assert numbers != sorted(numbers)
    assert min(abs(a - b) for a, b in itertools.pairwise(numbers)) > 1_000


def test_another_key_gives_other_numbers():
    assert number_for(7, KEY) != number_for(7, b"o" * 32)


@given(number=numbers, place=st.integers(0, 9), digit=st.integers(0, 9))
def test_every_single_wrong_digit_is_refused(number, place, digit):
    wrong = number[:place] + str(digit) + number[place + 1 :]

    assert is_number(wrong) is (wrong == number)


@given(number=numbers, place=st.integers(0, 8))
def test_every_swap_of_neighbours_is_refused(number, place):
    swapped = number[:place] + number[place + 1] + number[place] + number[place + 2 :]

    assert is_number(swapped) is (swapped == number)


BLANKS = st.sampled_from(["", " ", "\u00a0", "\u202f", "  ", "-", "–", "‑", "−", ".", "/", " - "])
PREFIXES = st.sampled_from(
    ["", "RMA", "rma ", "RMA: ", "#", "No ", "Nr. ", "n° ", "N°", "№ ", "[RMA ", "(", "RMA #", "RMA no. "]
)
SUFFIXES = st.sampled_from(["", " ", "]", ")", ".", " parcel 2 of 3"])


@given(number=numbers, prefix=PREFIXES, blank=BLANKS, suffix=SUFFIXES)
def test_what_people_write_reads_back_to_the_number(number, prefix, blank, suffix):
    written = f"{prefix}{number[:3]}{blank}{number[3:6]}{blank}{number[6:]}{suffix}"

    assert read_number(written) == number


@given(number=numbers, data=st.data())
def test_letters_that_look_like_digits_are_read_as_digits(number, data):
    looks_like = {"0": "OQDod", "1": "IiLl", "5": "Ss", "8": "Bb"}
    written = "".join(data.draw(st.sampled_from(digit + looks_like.get(digit, ""))) for digit in number)

    assert read_number(written) == number


@given(number=numbers)
def test_digits_of_other_scripts_are_digits(number):
    assert read_number(number.translate({ord("0") + n: 0xFF10 + n for n in range(10)})) == number
    assert read_number(number.translate({ord("0") + n: 0x0660 + n for n in range(10)})) == number
    assert read_number(pretty(number)) == number


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("", "ten digits"),
        ("482-719-305", "too short"),
        ("482-719-3059-1", "too long"),
        ("482-791-3059", "mistyped"),
        ("0827193059", "mistyped"),
        ("hello", "ten digits"),
        ("2512004713H", "ten digits"),
        ("RMA", "ten digits"),
        ("4827193059\x00", "ten digits"),
    ],
)
def test_a_refusal_says_why(written, why):
    with pytest.raises(NotANumberError, match=why):
        read_number(written)


@given(text=st.text(max_size=60))
def test_no_text_whatever_breaks_the_reading(text):
    find_numbers(text)
    try:
        read = read_number(text)
    except NotANumberError as error:
        read, refusal = None, str(error)

    assert is_number(read) if read else refusal


def test_running_text_gives_only_numbers_that_stand_apart():
    text = "See [RMA 482-719-3059] and 482 719 3059, not 14827193059, 4827193059H, A4827193059 or 482-719-3059-1."

    assert find_numbers(text) == ["4827193059"]


def test_running_text_reads_no_letter_as_a_digit():
    assert find_numbers("RMA 482-719-3O59") == []
