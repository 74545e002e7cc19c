"""The words by which a case is found again: one document per case, folded, without positions."""

import re
from collections.abc import Iterable
from typing import Final

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Func, TextField, Value

from common.text import fold
from warranty.serials import find_serials

CHARACTERS_PER_TEXT: Final = 20_000
WORDS_PER_QUERY: Final = 12
RUNNING_NUMBER: Final = slice(4, None)
WORD: Final = re.compile(r"[^\W_]{1,60}")


def words_of(*texts: str) -> list[str]:
    """The different words of these texts, folded, and the serials in them as on the plate: a case's document."""
    cut = [text[:CHARACTERS_PER_TEXT] for text in texts]
    serials = [serial for text in cut for serial in find_serials(text)]
    # People also remember the running number alone, without the year and week before it.
    tails = [serial[RUNNING_NUMBER] for serial in serials]
    return sorted({word for text in [*cut, *serials, *tails] for word in WORD.findall(fold(text))})


def document(words: Iterable[str]) -> Func:
    """A search document of these words, as a database expression; no parser guesses at e-mail addresses and numbers."""
    array = Value(list(words), output_field=ArrayField(TextField()))
    return Func(array, function="array_to_tsvector", output_field=SearchVectorField())


def extended(words: Iterable[str]) -> Func:
    """The case's own document with these words added; a full one stays as it is."""
    return Func(F("search"), document(words), function="tickets_extend_search", output_field=SearchVectorField())


def query_of(text: str, *, whole: bool = False) -> str:
    """What a person typed, for a cast to tsquery; empty when it has no word. Each word may go on, unless whole."""
    words = dict.fromkeys(WORD.findall(fold(text))[:WORDS_PER_QUERY])
    # A single letter stands for itself: with all that begins with it, the index would be read to the end.
    return " & ".join(f"'{word}'" if whole or len(word) == 1 else f"'{word}':*" for word in words)
