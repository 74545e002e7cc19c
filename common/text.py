"""What people and machines write, made safe to store: PostgreSQL takes no NUL, a header takes no line break."""

import re
import unicodedata

# Control characters but tab and newline, lone surrogates, and the marks that turn the direction of writing.
UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
BLANKS = re.compile(r"\s+")
EMPTY_LINES = re.compile(r"\n{4,}")


def clean_text(text: str, *, limit: int = 100_000) -> str:
    """Several lines of plain text, cut at `limit` characters."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return EMPTY_LINES.sub("\n\n\n", UNSTORABLE.sub("", text)).strip()[:limit]


def clean_line(text: str, *, limit: int = 200) -> str:
    """One line of plain text, blanks folded, cut at `limit` characters."""
    return BLANKS.sub(" ", UNSTORABLE.sub("", text.replace("\n", " ").replace("\r", " "))).strip()[:limit]


def fold(text: str) -> str:
    """The same text without accents and case, for comparing and searching."""
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
