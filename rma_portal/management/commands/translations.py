"""`translations compile | check | extract`: what the translators' files need, without gettext's own tools."""

import re
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from rma_portal.catalogs import catalogs, compile_catalogs
from rma_portal.extraction import Message, extract_messages

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
PLURALS = {"fr": "nplurals=2; plural=(n > 1);", "sv": "nplurals=2; plural=(n != 1);"}


class Command(BaseCommand):
    help = "Compiles the translations, checks that none is missing, or takes new texts into the .po files."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("task", choices=["compile", "check", "extract"])

    def handle(self, *, task: str, **options: Any) -> None:
        folder = Path(settings.LOCALE_PATHS[0])
        {"compile": self._compile, "check": self._check, "extract": self._extract}[task](folder)

    def _compile(self, folder: Path) -> None:
        for path in compile_catalogs(folder):
            self.stdout.write(f"compiled {path.relative_to(folder)}")

    def _check(self, folder: Path) -> None:
        messages = extract_messages(folder.parent)
        faults = [fault for language in _languages() for fault in _faults(_path(folder, language), messages)]
        if faults:
            raise CommandError("\n".join([*faults, "./portal manage translations extract takes new texts in."]))
        self.stdout.write(f"{len(messages)} texts are complete in {', '.join(_languages())}.")

    def _extract(self, folder: Path) -> None:
        messages = extract_messages(folder.parent)
        for language in _languages():
            path = _path(folder, language)
            updated = _merged(_read(path, language), messages)
            path.parent.mkdir(parents=True, exist_ok=True)
            updated.save(str(path))
            self.stdout.write(
                f"{language}: {len(updated.untranslated_entries())} of {len(updated)} wait for a translation"
            )


def _languages() -> list[str]:
    return [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]


def _path(folder: Path, language: str) -> Path:
    return folder / language / "LC_MESSAGES" / "django.po"


def _read(path: Path, language: str) -> polib.POFile:
    if path in catalogs(path.parents[2]):
        return polib.pofile(str(path), wrapwidth=100)
    fresh = polib.POFile(wrapwidth=100)
    fresh.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": PLURALS.get(language, "nplurals=2; plural=(n != 1);"),
    }
    return fresh


def _merged(old: polib.POFile, messages: dict[tuple[str | None, str], Message]) -> polib.POFile:
    """The texts of today with the translations of yesterday; no line numbers, which would change all the time."""
    known = {(entry.msgctxt, entry.msgid): entry for entry in old}
    merged = polib.POFile(wrapwidth=100)
    merged.metadata = old.metadata
    for message in sorted(messages.values(), key=lambda m: (m.text, m.context or "")):
        entry = known.get(message.key) or polib.POEntry(msgid=message.text, msgctxt=message.context)
        if message.plural:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = entry.msgstr_plural or {0: entry.msgstr, 1: ""}
        entry.occurrences = [(place, "") for place in sorted({place for place, _line in message.places})]
        merged.append(entry)
    return merged


def _faults(path: Path, messages: dict[tuple[str | None, str], Message]) -> Iterator[str]:
    language = path.parent.parent.name
    if not path.exists():
        yield f"{language}: {path.name} is missing"
        return
    known = {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path)) if not entry.obsolete}
    for message in messages.values():
        fault = _fault(message, known.get(message.key))
        if fault:
            yield f"{language}: {fault}: “{message.text}” ({':'.join(message.places[0])})"


def _fault(message: Message, entry: polib.POEntry | None) -> str:
    if entry is None:
        return "not taken in"
    if entry.fuzzy:
        return "marked as uncertain (fuzzy)"
    if not entry.translated() or (message.plural and not entry.msgstr_plural):
        return "not translated"
    wanted = set(PLACEHOLDER.findall(message.plural or message.text))
    for text in [entry.msgstr_plural[1]] if message.plural else [entry.msgstr]:
        if set(PLACEHOLDER.findall(text)) != wanted:
            return "other placeholders than the original"
    return ""
