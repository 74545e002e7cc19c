"""Phone numbers as people write them."""

import re
from typing import Final

import phonenumbers
from django.utils.translation import gettext as _

from common.errors import DomainError

DIGITS: Final = re.compile(r"\d")
FEWEST_DIGITS: Final = 5


def read_phone(text: str, *, country: str) -> str:
    """The number the international way where we can tell; else as it was typed, as long as one could dial it."""
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, country or None)
    except phonenumbers.NumberParseException:
        number = None
    if number is not None and phonenumbers.is_possible_number(number):
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    if len(DIGITS.findall(text)) < FEWEST_DIGITS:
        raise DomainError(
            _("This does not look like a phone number. Leave it empty if you prefer e-mail."), field="phone"
        )
    return text
