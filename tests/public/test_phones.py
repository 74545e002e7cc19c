"""Phone numbers as people write them."""

import pytest

from common.errors import DomainError
from tickets.forms.phones import read_phone


@pytest.mark.parametrize(
    ("typed", "country", "read"),
    [
        ("", "FR", ""),
        ("04 78 00 00 00", "FR", "+33 4 78 00 00 00"),
        ("070-123 45 67", "SE", "+46 70 123 45 67"),
        ("+47 22 00 00 00", "SE", "+47 22 00 00 00"),
        ("0033478000000", "FR", "+33 4 78 00 00 00"),
        ("12345 ext 6", "", "12345 ext 6"),
    ],
)
def test_is_written_the_international_way_where_we_can_tell(typed, country, read):
    assert read_phone(typed, country=country) == read


@pytest.mark.parametrize("typed", ["call me", "123", "n/a"])
def test_what_nobody_could_dial_is_refused(typed):
    with pytest.raises(DomainError, match="does not look like a phone number"):
        read_phone(typed, country="FR")
