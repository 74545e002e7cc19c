"""HTML of strangers: made harmless for viewing, or turned into text."""

import re
from html import unescape
from typing import Final

import nh3
from inscriptis import get_text
from inscriptis.css_profiles import CSS_PROFILES
from inscriptis.model.config import ParserConfig

from mail.charsets import decode

LONGEST: Final = 300_000
DEEPEST: Final = 100
TAG: Final = re.compile(r"<[^<>]{0,2000}>")
BLOCK: Final = re.compile(
    r"<(/?)(?:div|p|table|tr|td|ul|ol|li|blockquote|span|b|i|font|a|section|center)\b[^<>]{0,2000}>", re.IGNORECASE
)
NOT_SHOWN: Final = re.compile(r"<(script|style|head|title)\b.{0,200000}?</\1\s*>", re.IGNORECASE | re.DOTALL)
# No image at all: a remote one tells the sender who reads when, an attached one is shown among the files.
TAGS: Final = (
    "a abbr b blockquote br code col colgroup dd del div dl dt em h1 h2 h3 h4 h5 h6 hr i "
    "ins li ol p pre q s small span strike strong sub sup table tbody td tfoot th thead tr u ul"
)
ATTRIBUTES: Final = {"a": {"href", "title"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
PLAIN: Final = ParserConfig(css=CSS_PROFILES["strict"], display_links=False, display_images=False)


def clean_html(html: str) -> str:
    """The same HTML without scripts, styles, forms, images and anything that loads or sends."""
    if len(html) > LONGEST or _depth(html) > DEEPEST:
        return ""
    return nh3.clean(
        html,
        tags=set(TAGS.split()),
        attributes=ATTRIBUTES,
        clean_content_tags={"script", "style", "title"},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    )


def html_to_text(html: str) -> str:
    """What a person would read; for HTML that is too large or too deep its bare words."""
    html = decode(html.encode("utf-8", "replace"), "utf-8")
    if len(html) <= LONGEST and _depth(html) <= DEEPEST:
        try:
            return str(get_text(html, PLAIN)).strip()
        except Exception:
            return _bare(html)
    return _bare(html[: 4 * LONGEST])


def _bare(html: str) -> str:
    return unescape(TAG.sub(" ", NOT_SHOWN.sub(" ", html))).strip()


def _depth(html: str) -> int:
    depth = deepest = 0
    for match in BLOCK.finditer(html):
        depth = max(0, depth + (-1 if match[1] else 1))
        deepest = max(deepest, depth)
    return deepest
