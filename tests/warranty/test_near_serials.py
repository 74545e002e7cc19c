import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.factories import UnitFactory
from warranty.near_serials import near_matches, one_edit_away

SERIALS = st.from_regex(r"\A[0-9]{10}[A-Z]\Z")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "read",
    [
        "2512004712H",  # wrong
        "2512004713A",  # wrong letter
        "251200471H",  # missing
        "2512004713",  # the letter is missing
        "25120047133H",  # extra
        "2512004731H",  # swapped
        "5212004713H",  # swapped at the start
        "2512-00471 h",
    ],
)
def test_one_slip_away_is_found(read):
    UnitFactory(serial="2512004713H")
    UnitFactory(serial="2401999999H")

    assert near_matches(read) == ["2512004713H"]


@pytest.mark.django_db
@pytest.mark.parametrize("read", ["2512004713H", "2512004799H", "2512", "", "hello", "x" * 5_000, "٢٥١٢٠٠٤٧١٣H"])
def test_the_serial_itself_and_what_is_further_away_is_not(read):
    UnitFactory(serial="2512004713H")

    assert near_matches(read) == []


@pytest.mark.django_db
def test_so_many_at_most_and_in_order():
    for last in range(10):
        UnitFactory(serial=f"251200471{last}H")

    assert near_matches("2512004715H", limit=3) == ["2512004710H", "2512004711H", "2512004712H"]
    assert len(near_matches("2512004715H", limit=50)) == 9


@pytest.mark.django_db
def test_one_question_is_enough(django_assert_num_queries):
    with django_assert_num_queries(1):
        near_matches("2512004715H")


@given(SERIALS, st.data())
def test_every_slip_of_a_finger_is_found_back(serial, data):
    at = data.draw(st.integers(0, 9))
    digit = data.draw(st.sampled_from("0123456789"))
    wrong = serial[:at] + digit + serial[at + 1 :]
    missing, extra = serial[:at] + serial[at + 1 :], serial[:at] + digit + serial[at:]
    swapped = serial[:at] + serial[at : at + 2][::-1] + serial[at + 2 :]

    for read in (wrong, missing, extra, swapped):
        assert serial in set(one_edit_away(read))
