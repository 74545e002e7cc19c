"""Finds every text to translate without xgettext: Babel reads Python, and Django turns templates into Python."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

KEYWORDS = {
    name + lazy: spec
    for name, spec in {
        "gettext": None,
        "_": None,
        "ngettext": (1, 2),
        "pgettext": ((1, "c"), 2),
        "npgettext": ((1, "c"), 2, 3),
    }.items()
    for lazy in ("", "_lazy", "_noop")
}
UNTRANSLATED = {"tests", "migrations", "bench", "deploy", "docs", "static"}


@dataclass
class Message:
    context: str | None
    text: str
    plural: str | None = None
    places: list[tuple[str, str]] = field(default_factory=list)

    @property
    def key(self) -> tuple[str | None, str]:
        return self.context, self.text


def extract_messages(root: Path) -> dict[tuple[str | None, str], Message]:
    """All messages by context and text, in the order of files and lines."""
    found: dict[tuple[str | None, str], Message] = {}
    for path in _sources(root):
        for line, message in _messages_in(path):
            kept = found.setdefault(message.key, message)
            kept.plural = kept.plural or message.plural
            kept.places.append((str(path.relative_to(root)), str(line)))
    return found


def _sources(root: Path) -> Iterator[Path]:
    for pattern in ("*/**/*.py", "**/templates/**/*.html", "**/templates/**/*.txt"):
        for path in sorted(root.glob(pattern)):
            parts = path.relative_to(root).parts
            if not UNTRANSLATED & set(parts) and not parts[0].startswith("."):
                yield path


def _messages_in(path: Path) -> Iterator[tuple[int, Message]]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        # What is left of the template's indentation would not be Python.
        source = "\n".join(line.strip() for line in templatize(source).splitlines())
    for line, texts, _comments, context in extract("python", BytesIO(source.encode()), keywords=KEYWORDS):
        several = texts if isinstance(texts, tuple) else (texts,)
        yield line, Message(context, several[0], several[1] if len(several) > 1 else None)
