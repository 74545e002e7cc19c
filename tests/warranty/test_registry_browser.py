"""The registry in a real browser: a list from the upload to the outcome, the life of a serial, also on a phone."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.accessibility import serious_findings, sticks_out
from tests.desk.test_browser import open_desk
from tests.factories import ClaimFactory, ProductFactory, TicketLineFactory, UnitFactory, VerdictFactory
from warranty.models import Unit
from warranty.services.genealogy import Exchange, swap_units
from warranty.services.list_work import work_on_lists

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_list_goes_from_the_upload_to_the_outcome_without_reloading(
    browser: Browser, live_server: LiveServer, administrator: User, tmp_path: Path
) -> None:
    ProductFactory()
    file = tmp_path / "march.csv"
    file.write_text("serial,lot\n2512004713H,A\n")
    page = open_desk(browser, live_server, administrator)

    page.goto("/admin/warranty/unit/")
    page.get_by_role("link", name="Take in a list").click()
    page.get_by_label("List of units or of sales").set_input_files(file)
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_text("Waits for a worker")).to_be_visible()
    work_on_lists()
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_text("Being taken in")).to_be_visible()
    work_on_lists()

    expect(page.get_by_text("units added")).to_be_visible()
    assert Unit.objects.get().lot == "A"
    assert page.complaints == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (360, True)])
def test_every_page_is_accessible_and_fits(
    browser: Browser, live_server: LiveServer, administrator: User, tmp_path: Path, width: int, dark: bool
) -> None:
    file = tmp_path / "march.csv"
    file.write_text("serial,lot,sold_on\n" + "hello,=1,soon\n" * 40)
    old, new = UnitFactory(), UnitFactory()
    TicketLineFactory(unit=old, claim=VerdictFactory(claim=ClaimFactory(unit=old)).claim)
    swap_units(old=old, new=new, exchange=Exchange(date(2026, 1, 2), reason="burnt relay"))
    page = open_desk(browser, live_server, administrator, width=width, dark=dark)
    page.goto("/admin/warranty/unitlist/add/")
    page.get_by_label("List of units or of sales").set_input_files(file)
    page.get_by_role("button", name="Check the list").click()
    work_on_lists()
    expect(page.get_by_text("The first 100 of 120 wrong cells.")).to_be_visible()
    refused = page.url.removeprefix(live_server.url)

    unit = f"/admin/warranty/unit/{new.pk}"
    ours = (refused, "/admin/warranty/unitlist/add/", f"{unit}/swap/", f"{unit}/service/")
    # The stock page's own select boxes try to style themselves, and the policy stops them.
    for address in (*ours, f"{unit}/change/"):
        page.goto(address)

        assert serious_findings(page) == [], address
        assert sticks_out(page) == 0, address
        assert address not in ours or page.complaints == []  # type: ignore[attr-defined]
