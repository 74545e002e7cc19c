"""What a mail must say to be taken for a safety case."""

import pytest

from tickets.intake.dangers import speaks_of_danger


@pytest.mark.parametrize(
    "words",
    [
        "It smells burnt", "there was smoke", "I felt a shock", "water has got in",
        "Ça sent le brûlé", "j'ai reçu une décharge", "de l'eau est entrée dans le boîtier",
        "Hej, den luktar brand!", "det luktar bränt", "Jag kände en stöt när jag rörde höljet", "vatten har kommit in",
    ],
)  # fmt: skip
def test_words_of_danger_are_heard_in_three_languages(words):
    assert speaks_of_danger(words)


@pytest.mark.parametrize(
    "words", ["Charging stops", "La borne ne démarre pas", "Laddar inte", "stötfångare", "I shall water the plants"]
)
def test_other_words_are_not(words):
    assert not speaks_of_danger(words)
