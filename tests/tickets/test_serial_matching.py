"""Which found serial belongs to which unit: certain or not at all. Letters stand for products, None for unknown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tickets.serial_matching import match

KINDS = st.lists(st.sampled_from(["H", "A", "L", None]), max_size=6)


@pytest.mark.parametrize(
    ("found", "lacking", "pairs"),
    [
        (["H"], [None], [(0, 0)]),
        (["H"], ["H"], [(0, 0)]),
        (["H"], ["A"], []),
        (["H", "A"], ["A", "H"], [(0, 1), (1, 0)]),
        (["H", "A"], ["A", None], [(0, 1), (1, 0)]),
        # Units that do not differ are interchangeable.
        (["H"], [None, None], [(0, 0)]),
        (["H", "H"], ["H", "H", "H"], [(0, 0), (1, 1)]),
        # More than there are units: which is meant is not certain.
        (["H", "H"], ["H"], []),
        (["H", "A"], [None], []),
        (["H", "H"], ["H", None], []),
        (["H", "H", "A"], ["H", "A"], [(2, 1)]),
        # A letter that we do not know contradicts nothing, as long as nothing else could be meant.
        ([None], ["H"], [(0, 0)]),
        ([None], ["H", "A"], []),
        ([], ["H"], []),
        (["H"], [], []),
    ],
)
def test_matches_what_is_certain(found, lacking, pairs):
    assert sorted(match(found, lacking)) == pairs


@given(KINDS, KINDS)
def test_nothing_is_used_twice_and_no_product_is_contradicted(found, lacking):
    pairs = match(found, lacking)

    assert len({one for one, _ in pairs}) == len({place for _, place in pairs}) == len(pairs)
    assert all(found[one] == lacking[place] or None in (found[one], lacking[place]) for one, place in pairs)
