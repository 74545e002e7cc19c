"""Text, logs and tables: what is text and nothing that a program would run or a browser would draw."""

import codecs
import re
from typing import Final

from django.utils.translation import gettext as _

from files import kinds
from files.errors import FileRefusedError
from files.kinds import Kind
from files.naming import extension_of

WIDE_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
CONTROLS: Final = re.compile(
    r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]"
)  # tab, line ends and the escape of coloured logs may stay
MAIL: Final = re.compile(r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){3}", re.ASCII)
MARKUP: Final = re.compile(
    r"<\s*(?:!doctype|html|head|body|svg|script|iframe|math|xsl|\?php|\?xml)\b|<\?(?:php|xml)", re.IGNORECASE
)
RUN: Final = re.compile(r"\s*(?:#!|@echo off|<[!?/a-z])", re.IGNORECASE)
HEAD: Final = 4096
# What a double click or a browser would run, whatever stands in it.
_ACTIVE: Final = """
    html htm xhtml shtml mht mhtml svg svgz xml xsl js mjs jse vbs vbe wsf wsh hta bat cmd com exe scr pif ps1
    psm1 sh bash php phtml py pl rb jar jsp asp aspx cgi lnk url desktop reg inf msi dll cpl chm swf css ics vcf
    rdp iqy slk
"""
ACTIVE: Final = frozenset(_ACTIVE.split())


def kind_of_text(content: bytes, *, name: str) -> Kind | None:
    """Text, a log or a table; None when the bytes are no text, FileRefusedError when a program would run it."""
    text = decoded(content)
    if text is None:
        return None
    extension, head = extension_of(name), text[:HEAD]
    if extension in ACTIVE or RUN.match(head) or (MARKUP.search(head) and not MAIL.match(head)):
        raise FileRefusedError(
            _("Web pages, drawings in SVG and scripts are not accepted. Please send a PDF or a photo.")
        )
    return kinds.TEXTS.get(extension, kinds.TEXT)


def decoded(content: bytes) -> str | None:
    """The text in these bytes, or None if they are none."""
    try:
        text = content.decode("utf-16" if content.startswith(WIDE_MARKS) else "utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
        if text.count("\ufffd") * 100 > len(text):
            return None
    return None if CONTROLS.search(text) else text


def as_utf8(content: bytes) -> bytes:
    """The same text in the one encoding that we keep and serve."""
    return (decoded(content) or "").encode("utf-8", errors="replace")
