"""The page with one field, and the plate read off a photo, in a real browser."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from accounts.actors import Actor
from tests.accessibility import assert_accessible
from tests.factories import TicketLineFactory, UnitFactory
from tests.plates import code, plate
from tickets.models import SerialRequest, Ticket
from tickets.serial_links import secret_of
from tickets.services.links import secret_for_filer
from tickets.services.serial_requests import ask_for_serial

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# As browsers on phones have it: Chromium on a Linux server has none of its own.
DETECTOR = """
window.BarcodeDetector = class {
  static async getSupportedFormats() { return %(formats)s; }
  async detect(picture) {
    if (!(picture instanceof ImageBitmap)) throw new TypeError("not a picture");
    return %(codes)s.map((rawValue) => ({ rawValue }));
  }
};
"""
PLATE = {"name": "plate.jpg", "mimeType": "image/jpeg", "buffer": plate(code("2512004713H"))}


@pytest.fixture
def asked(products, engineer) -> SerialRequest:
    line = TicketLineFactory(unit=None, serial="", product=products["HALO"], ticket__language="en")
    return ask_for_serial(ticket=line.ticket, line=line, actor=Actor.staff(engineer))


@pytest.fixture
def address(asked: SerialRequest, live_server) -> str:
    return f"{live_server.url}/support/serial/{secret_of(asked)}/"


@pytest.fixture
def scanner(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context()
    yield context
    context.close()


def scanning(context: BrowserContext, *codes: str, formats: tuple[str, ...] = ("qr_code", "code_128")) -> Page:
    """A page of a browser that reads these codes off whatever it is shown."""
    context.add_init_script(DETECTOR % {"codes": list(codes), "formats": list(formats)})
    page = context.new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.on("console", lambda said: pytest.fail(said.text) if "Content Security" in said.text else None)
    return page


def scan(page: Page, number: int = 0) -> None:
    with page.expect_file_chooser() as chosen:
        page.locator("[data-scan]").nth(number).click()
    chosen.value.set_files(PLATE)


def test_the_serial_is_given_and_thanked_for(page, address, asked):
    UnitFactory(serial="2512004713H")
    page.goto(address)
    expect(page.locator("h1")).to_have_text("The serial number of your HALO")
    assert_accessible(page)

    page.fill("[name=serial]", "2512 004713 h")
    expect(page.locator(".unit-hint")).to_contain_text("2512004713H")
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_have_text("Thank you")
    assert_accessible(page)
    assert asked.ticket.lines.get().serial == "2512004713H"


def test_what_is_refused_stands_beside_the_field(page, address, asked):
    page.goto(address)

    page.fill("[name=serial]", "no idea")
    page.click("[name=send]")

    expect(page.locator("#id_serial_error")).to_contain_text("ten digits and a letter")
    expect(page.locator("[name=serial]")).to_have_value("no idea")
    assert_accessible(page)


def test_without_javascript_a_photo_does_as_well(browser, address, asked):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    expect(page.locator("[data-scan]")).to_be_hidden()

    page.click("summary:has-text('photo of the plate')")
    page.set_input_files("[name=photos]", [PLATE])
    page.click("[name=send]")

    expect(page.locator("h1")).to_have_text("Thank you")
    context.close()
    assert asked.ticket.messages.get().attachments.count() == 1


def test_who_cannot_read_it_says_so(page, address, asked):
    page.goto(address)

    page.click("[name=unreadable]")

    expect(page.locator("h1")).to_have_text("Thank you")
    assert Ticket.objects.get().status == "open"
    page.goto(address)
    expect(page.locator("h1")).to_have_text("Nothing is asked here any more")
    assert_accessible(page)


@pytest.mark.parametrize("width", [320, 390])
def test_fits_a_phone(browser, address, width):
    context = browser.new_context(viewport={"width": width, "height": 700})
    page = context.new_page()
    page.goto(address)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert_accessible(page)
    context.close()


def test_the_plate_is_scanned_into_the_field(scanner, address):
    page = scanning(scanner, "https://id.maker.example/01/07350001234567/21/2512004713H")
    page.goto(address)
    assert_accessible(page)

    scan(page)

    expect(page.locator("[name=serial]")).to_have_value("2512004713H")
    expect(page.locator("[name=serial]")).to_be_focused()
    expect(page.locator("[data-scanned]")).to_have_text("Read from the code: 2512004713H")
    expect(page.locator(".unit-hint")).to_contain_text("2512004713H")


@pytest.mark.parametrize(
    ("codes", "sentence"),
    [
        ([], "No serial number was found"),
        (["7350001234567"], "No serial number was found"),
        (["2512004713H", "2512004714H"], "more than one serial number"),
    ],
)
def test_what_is_not_certain_is_left_to_the_reader(scanner, address, codes, sentence):
    page = scanning(scanner, *codes)
    page.goto(address)

    scan(page)

    expect(page.locator("[data-scanned]")).to_contain_text(sentence)
    expect(page.locator("[name=serial]")).to_have_value("")


def test_a_file_that_is_no_picture_is_no_accident(scanner, address):
    page = scanning(scanner, "2512004713H")
    page.goto(address)

    with page.expect_file_chooser() as chosen:
        page.click("[data-scan]")
    chosen.value.set_files({"name": "plate.jpg", "mimeType": "image/jpeg", "buffer": b"nothing"})

    expect(page.locator("[data-scanned]")).to_contain_text("No serial number was found")


@pytest.mark.parametrize("formats", [(), ("ean_13",)])
def test_a_browser_that_reads_no_such_codes_offers_no_scan(scanner, address, formats):
    page = scanning(scanner, formats=formats)
    page.goto(address)
    page.wait_for_load_state("networkidle")

    expect(page.locator("[data-scan]")).to_be_hidden()


def test_every_row_of_the_report_can_be_scanned_also_the_added_ones(scanner, live_server, products):
    page = scanning(scanner, "2512004714A")
    page.goto(f"{live_server.url}/support/new/")
    page.click("[name=add_unit]")
    expect(page.locator("[data-scan]")).to_have_count(2)

    scan(page, 1)

    expect(page.locator("[name=units-1-serial]")).to_have_value("2512004714A")
    expect(page.locator("[name=units-0-serial]")).to_have_value("")
    assert_accessible(page)


def test_the_scan_is_reached_by_the_keyboard(scanner, live_server, products):
    page = scanning(scanner, "2512004713H")
    # From the beginning: a key is pressed faster than the browser learns that somebody waits for its chooser.
    page.on("filechooser", lambda chooser: chooser.set_files(PLATE))
    page.goto(f"{live_server.url}/support/new/")
    expect(page.locator("[data-scan]").first).to_be_visible()
    page.focus("[name=units-0-serial]")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("[name=units-0-serial]")).to_have_value("2512004713H")


def test_on_the_page_of_the_case_too(scanner, live_server, asked):
    page = scanning(scanner, "2512004713H")
    page.goto(f"{live_server.url}/support/{secret_for_filer(ticket=asked.ticket)}/")
    expect(page.locator("[name=serial]")).to_be_visible()

    scan(page)

    expect(page.locator("[name=serial]")).to_have_value("2512004713H")
    assert_accessible(page)
