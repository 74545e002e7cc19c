"""The ticket number, which is also the RMA number: ten digits, the last a Damm check digit."""

import hmac
import re
import unicodedata
from typing import Final

from django.utils.translation import gettext as _

from common.errors import DomainError
from warranty.serials import without_serials

FIRST: Final = 100_000_000
DOMAIN: Final = 900_000_000
HALF_BITS: Final = 15  # 2 ** 30 is the smallest even power of two that holds the domain
HALF_MASK: Final = (1 << HALF_BITS) - 1
ROUNDS: Final = 8
DIGITS: Final = 10

# H. M. Damm, "Total anti-symmetrische Quasigruppen", 2004: finds every single error and every swap of neighbours.
DAMM: Final = (
    "0317598642",
    "7092154863",
    "4206871359",
    "1750983426",
    "6123045978",
    "3674209581",
    "5869720134",
    "8945362017",
    "9438617205",
    "2581436790",
)

CONFUSED: Final = str.maketrans("OQDILSB", "0001158")
PREFIX: Final = re.compile(
    r"^\W*(?:(?:(?:RMA|TICKET|NUMBER|NUMMER|NUMÉRO|NUMERO|NR|NO)(?![A-Z])|N[°º])\W*)+", re.IGNORECASE
)
SUFFIX: Final = re.compile(r"[\s,;]+(?:PARCEL|COLIS|KOLLI)\b.*$", re.IGNORECASE | re.DOTALL)
SEPARATORS: Final = re.compile(r"[\s./\\#№:()\[\]‐-―−﹘﹣－-]+")
IN_TEXT: Final = re.compile(
    r"(?<![\w-])(?<!\d[.,/])(?:RMA[\s#:-]*)?"
    r"([1-9]\d{2})[ \u00a0\u202f‐-―-]?(\d{3})[ \u00a0\u202f‐-―-]?(\d{4})"
    r"(?![\w]|[-.,/]\d)",
    re.IGNORECASE,
)


class NotANumberError(DomainError):
    """The text is not a number of ours; the message says why."""


def check_digit(body: str) -> str:
    """The Damm digit that makes `body` a whole number."""
    state = 0
    for digit in body:
        state = int(DAMM[state][int(digit)])
    return str(state)


def number_for(counter: int, key: bytes) -> str:
    """The number of the counter-th case: unique for 0 <= counter < 900 000 000, in no order that can be guessed."""
    if not 0 <= counter < DOMAIN:
        raise ValueError("The counter has left the domain of ticket numbers.")
    permuted = _permute(counter, key)
    while permuted >= DOMAIN:  # cycle walking: the permutation of the larger set ends inside the domain
        permuted = _permute(permuted, key)
    body = str(FIRST + permuted)
    return body + check_digit(body)


def pretty(number: str) -> str:
    """482-719-3059, as it is said and printed."""
    return f"{number[:3]}-{number[3:6]}-{number[6:]}"


def read_number(text: str) -> str:
    """The ten digits in what a person typed in one field; raise NotANumberError that says why not."""
    digits = _digits_of(text)
    if not digits.isdecimal():
        raise NotANumberError(_("A ticket number has ten digits and nothing else, like 482-719-3059."))
    if len(digits) < DIGITS:
        raise NotANumberError(_("This is too short: a ticket number has ten digits, like 482-719-3059."))
    if len(digits) > DIGITS:
        raise NotANumberError(_("This is too long: a ticket number has ten digits, like 482-719-3059."))
    if not is_number(digits):
        raise NotANumberError(_("This number is mistyped: its last digit does not fit the others. Please compare it."))
    return digits


def is_number(digits: str) -> bool:
    """Whether this is a number of ours, written without anything between its digits."""
    is_written_so = len(digits) == DIGITS and digits.isascii() and digits.isdecimal() and digits[0] != "0"
    return is_written_so and check_digit(digits) == "0"


def find_numbers(text: str) -> list[str]:
    """The numbers of ours that stand apart in running text, in order, each once; letters are never read as digits.

    Ten digits with the letter of a serial behind them are a serial, whatever their last digit is.
    """
    found = ("".join(match.groups()) for match in IN_TEXT.finditer(without_serials(text)))
    return list(dict.fromkeys(digits for digits in found if is_number(digits)))


def _digits_of(text: str) -> str:
    bare = SUFFIX.sub("", PREFIX.sub("", unicodedata.normalize("NFKC", text).strip()))
    letters = SEPARATORS.sub("", bare).upper().translate(CONFUSED)
    return "".join(str(unicodedata.digit(c)) if c.isdecimal() else c for c in letters)


def _permute(value: int, key: bytes) -> int:
    left, right = value >> HALF_BITS, value & HALF_MASK
    for turn in range(ROUNDS):
        seal = hmac.digest(key, bytes([turn]) + right.to_bytes(2), "sha256")
        left, right = right, left ^ (int.from_bytes(seal[:4]) & HALF_MASK)
    return (left << HALF_BITS) | right
