"""Thanks are told from requests."""

import pytest

from tickets.courtesies import is_thanks_only


@pytest.mark.parametrize(
    "text",
    [
        "Thanks!",
        "Thank you very much, it works now.",
        "Merci beaucoup, bonne journée\nCamille",
        "Tack så mycket för hjälpen!",
        "Takk",
        "Vielen Dank",
    ],
)
def test_a_word_of_thanks_is_one(text):
    assert is_thanks_only(text) is True


@pytest.mark.parametrize(
    "text",
    [
        "",
        "It broke again",
        "Thanks, but the red light is back",
        "Merci, quand arrive le colis ?",
        "Thanks " + "very " * 40,
        "ok",
    ],
)
def test_anything_that_asks_for_more_is_not(text):
    assert is_thanks_only(text) is False
