import io

import polib
import pytest
from django.core.management import CommandError, call_command

from rma_portal.catalogs import compile_catalogs
from rma_portal.extraction import extract_messages


@pytest.fixture
def project(tmp_path, settings):
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    settings.LANGUAGES = [("en", "English"), ("fr", "French")]
    (tmp_path / "app/templates").mkdir(parents=True)
    (tmp_path / "app/views.py").write_text(
        'from django.utils.translation import gettext as _, pgettext\nA = _("Case")\nB = pgettext("month", "May")\n'
    )
    (tmp_path / "app/templates/page.html").write_text(
        "{% load i18n %}\n  <p>{% translate 'Hello' %}</p>\n"
        "    {% blocktranslate count n=n %}{{ n }} unit{% plural %}{{ n }} units{% endblocktranslate %}\n"
    )
    return tmp_path


def catalog(project) -> polib.POFile:
    return polib.pofile(str(project / "locale/fr/LC_MESSAGES/django.po"))


def translate_all(project) -> None:
    po = catalog(project)
    for entry in po:
        if entry.msgid_plural:
            entry.msgstr_plural = {0: "%(n)s unité", 1: "%(n)s unités"}
        else:
            entry.msgstr = f"fr {entry.msgid}"
    po.save()


def faults() -> str:
    try:
        call_command("translations", "check", stdout=io.StringIO())
    except CommandError as error:
        return str(error)
    return ""


def test_finds_texts_in_python_and_templates(project):
    found = extract_messages(project)

    assert set(found) == {(None, "Case"), ("month", "May"), (None, "Hello"), (None, "%(n)s unit")}
    assert found[None, "%(n)s unit"].plural == "%(n)s units"
    assert found[None, "Hello"].places == [("app/templates/page.html", "2")]


def test_a_complete_catalog_holds_and_compiles(project):
    call_command("translations", "extract", stdout=io.StringIO())
    translate_all(project)

    assert faults() == ""
    assert len(compile_catalogs(project / "locale")) == 1
    assert compile_catalogs(project / "locale") == []


def test_names_each_kind_of_gap(project):
    assert "django.po is missing" in faults()
    call_command("translations", "extract", stdout=io.StringIO())
    assert "not translated: “Case” (app/views.py:2)" in faults()

    translate_all(project)
    po = catalog(project)
    po.find("Case").flags.append("fuzzy")
    po.find("%(n)s unit").msgstr_plural = {0: "une", 1: "%(m)s unités"}
    po.remove(po.find("Hello"))
    po.save()

    assert "uncertain (fuzzy): “Case”" in faults()
    assert "other placeholders than the original: “%(n)s unit”" in faults()
    assert "not taken in: “Hello”" in faults()


def test_extracting_again_keeps_translations_and_drops_what_is_gone(project):
    call_command("translations", "extract", stdout=io.StringIO())
    translate_all(project)
    (project / "app/templates/page.html").unlink()

    call_command("translations", "extract", stdout=io.StringIO())

    assert {entry.msgid: entry.msgstr for entry in catalog(project)} == {"Case": "fr Case", "May": "fr May"}
