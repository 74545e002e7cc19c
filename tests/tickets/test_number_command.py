"""The number on the command line."""

import pytest
from django.core.management import call_command


@pytest.mark.parametrize(
    "typed",
    [["482-719-3059"], ["RMA #482 719 3O59"], ["482", "719", "3059"], ["n° 482.719.3059"], ["４８２７１９３０５９"]],
)
def test_prints_the_number_and_nothing_else(typed, capsys):
    call_command("number", *typed)

    out = capsys.readouterr()
    assert (out.out, out.err) == ("482-719-3059\n", "")


@pytest.mark.parametrize(
    ("typed", "why"),
    [("482-791-3059", "mistyped"), ("482719305", "too short"), ("48271930590", "too long"), ("", "ten digits")],
)
def test_says_why_it_is_none(typed, why, capsys):
    with pytest.raises(SystemExit) as left:
        call_command("number", typed)

    out = capsys.readouterr()
    assert left.value.code == 1
    assert out.out == ""
    assert why in out.err
