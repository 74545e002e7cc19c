"""What people and machines write is made safe to store."""

from hypothesis import given
from hypothesis import strategies as st

from common.text import clean_line, clean_text, fold


@given(st.text(alphabet=st.characters(), max_size=300))
def test_any_text_becomes_storable(text):
    for cleaned in (clean_text(text), clean_line(text)):
        assert "\x00" not in cleaned
        cleaned.encode()


def test_lines_are_folded_and_texts_keep_theirs():
    assert clean_line(" a\r\nb\tc\u202e ") == "a b c"
    assert clean_text("a\r\n\r\n\r\n\r\n\r\nb\rc ") == "a\n\n\nb\nc"
    assert clean_line("x" * 500, limit=10) == "x" * 10


def test_accents_and_case_do_not_matter_when_searching():
    assert fold("Élodie ÅSTRÖM Straße") == "elodie astrom strasse"
