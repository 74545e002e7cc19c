"""Reads a PDF from stdin and writes its text to stdout; runs as a process of its own that may die of what it reads."""

import resource
import sys
from io import BytesIO

from pypdf import PdfReader

MOST_PAGES = 6
MOST_CHARACTERS = 50_000
MOST_MEMORY = 768 * 1024 * 1024
MOST_SECONDS = 15
DEEPEST = 400


def limit() -> None:
    """Whatever the paper makes of us, it stays small and short, opens nothing and writes nothing."""
    for what, most in (
        (resource.RLIMIT_AS, MOST_MEMORY),
        (resource.RLIMIT_CPU, MOST_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(what, (most, most))
    sys.setrecursionlimit(DEEPEST)


def text_of(content: bytes) -> str:
    """The text of the first pages."""
    reader, pages = PdfReader(BytesIO(content), root_object_recovery_limit=1_000), []
    if reader.is_encrypted and not reader.decrypt(""):
        return ""
    for number in range(min(len(reader.pages), MOST_PAGES)):
        pages.append(reader.pages[number].extract_text())
        if sum(map(len, pages)) > MOST_CHARACTERS:
            break
    return "\n".join(pages)[:MOST_CHARACTERS]


if __name__ == "__main__":
    given = sys.stdin.buffer.read()
    limit()
    sys.stdout.buffer.write(text_of(given).encode(errors="replace"))
