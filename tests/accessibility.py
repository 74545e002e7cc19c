"""What axe finds on a page; shared by the browser tests of all screens."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).parent / "vendor" / "axe" / "axe.min.js"
PHONE, DESK = (390, 844), (1280, 900)
# Each size and each scheme on every page; what is walked in two languages sees all four together.
SCREENS = {"en": ((PHONE, "dark"), (DESK, "light"))}
OTHER_SCREENS = ((PHONE, "light"), (DESK, "dark"))


def serious_findings(page: Page) -> list[str]:
    """The serious and critical ones, each with the place."""
    if page.evaluate("window.axe === undefined"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    grave = [finding for finding in found["violations"] if finding["impact"] in {"serious", "critical"}]
    return [f"{finding['id']}: {json.dumps([node['target'] for node in finding['nodes']])}" for finding in grave]


def assert_accessible(page: Page) -> None:
    """On a phone and on a desk, light and dark: nothing serious, and nothing that sticks out."""
    for (width, height), scheme in SCREENS.get(page.locator("html").get_attribute("lang") or "", OTHER_SCREENS):
        page.set_viewport_size({"width": width, "height": height})
        # Without motion no colour is caught on its way to another.
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        found = serious_findings(page)
        assert found == [], f"{page.url} at {width} px, {scheme}: {found}"
        assert sticks_out(page) == 0, f"{page.url} at {width} px"
    page.set_viewport_size({"width": 320, "height": 700})
    assert sticks_out(page) == 0, f"{page.url} at 320 px"


def sticks_out(page: Page) -> int:
    """By how many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
