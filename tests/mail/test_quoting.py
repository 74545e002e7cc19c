"""New text is shown, the rest folds away, nothing is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mail.quoting import split_quoted

REST = [
    "> old\n> older",
    "On Mon, 3 Nov 2026 at 10:00, Anna <a@x.example> wrote:\n> old",
    "Le lun. 3 nov. 2026 à 10:00, Anna Berg\n<a@x.example> a écrit :\n\n> vieux",
    "Den mån 3 nov. 2026 kl 10:00 skrev Anna <a@x.example>:\n> gammal",
    "Op ma 3 nov. 2026 om 10:00 schreef Anna <a@x.example>:\n> oud",
    "Am 03.11.2026 um 10:00 schrieb Anna Berg:\n> alt",
    "-----Original Message-----\nFrom: Anna\nold",
    "-----Ursprungligt meddelande-----\nFrån: Anna\ngammal",
    "________________________________\nDe : Anna\nEnvoyé : lundi\nvieux",
    "From: Anna\nSent: Monday\nTo: x\nSubject: y\n\nold",
    "Från: Anna\nSkickat: måndag\nTill: x\nÄmne: y\n\ngammal",
    "Sent from my iPhone",
    "Envoyé de mon iPhone",
    "Skickat från min iPhone",
    "-- \nAnna Berg\nElec AB",
]


@pytest.mark.parametrize("rest", REST)
def test_what_is_repeated_is_told_from_what_is_new(rest):
    assert split_quoted(f"Still broken.\nPlease help\n\n{rest}") == ("Still broken.\nPlease help", rest.strip("\n"))


@pytest.mark.parametrize(
    "text",
    [
        "> does it blink?\nyes, red\n> is it wet?\nno",
        "On 3 Nov 2026 Anna wrote:\n> does it blink?\nyes\n> since when?\nMonday",
        "> everything is quoted",
        "Thanks,\nthe serial is 2512004713H\nPlease call.",
        "I wrote this before: it blinks",
        "- first\n- second",
    ],
)
def test_what_has_to_be_read_as_a_whole_stays_whole(text):
    assert split_quoted(text) == (text, "")


@given(st.text(alphabet="a >\n:-_wroteOn1@", max_size=300))
def test_no_word_is_lost(text):
    new, rest = split_quoted(text)

    assert "".join(f"{new}{rest}".split()) == "".join(text.split())
