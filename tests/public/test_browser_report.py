"""The form in a real browser: with the mouse, by keyboard alone, without JavaScript, over a bad line."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.accessibility import assert_accessible
from tests.factories import UnitFactory
from tickets.models import Attachment, Ticket

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What a browser says by itself about refused and interrupted requests.
EXPECTED = re.compile(r"status of 4|INTERNET_DISCONNECTED|htmx:(afterRequest|sendError)")
NUMBER = re.compile(r"^\d{3}-\d{3}-\d{4}$")


@pytest.fixture
def plain(browser: Browser, live_server) -> Iterator[Page]:
    """A browser that runs no script."""
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    yield context.new_page()
    context.close()


@pytest.fixture
def form(page: Page, live_server, products) -> Iterator[Page]:
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(f"{live_server.url}/support/new/")
    yield page
    assert [c for c in complaints if not EXPECTED.search(c)] == []


def fill(page: Page) -> None:
    page.fill("[name=units-0-serial]", "2512-004713 h")
    page.select_option("[name=symptom]", "no_charge")
    page.fill("[name=description]", "Since Monday the light stays red.")
    page.fill("[name=name]", "Camille Durand")
    page.fill("[name=email]", "camille@customer.example")
    page.select_option("[name=country]", "FR")
    page.check("[name=privacy]")


def test_files_two_units_with_a_photo_and_shows_the_number(form, photo):
    UnitFactory(serial="2512004713H")
    fill(form)
    expect(form.locator(".unit-hint").first).to_contain_text("2512004713H")

    form.click("[name=add_unit]")
    form.fill("[name=units-1-serial]", "2431010022a")
    form.set_input_files("#id_photos", [{"name": "plate.jpg", "mimeType": "image/jpeg", "buffer": photo}])
    expect(form.locator("[data-file]")).to_contain_text("plate.jpg")
    form.click("[name=send]")

    number = form.locator("h1.number")
    expect(number).to_have_text(NUMBER)
    ticket = Ticket.objects.get()
    assert number.inner_text() == ticket.pretty_number
    assert [line.serial for line in ticket.lines.all()] == ["2512004713H", "2431010022A"]
    assert Attachment.objects.get(message__ticket=ticket).file.name == "plate.jpg"


def test_files_by_keyboard_alone(form):
    answers = {
        "units-0-serial": "2512004713H",
        "symptom": "Charging does not",
        "description": "The light is red.",
        "name": "Camille",
        "email": "camille@customer.example",
        "country": "France",
        "privacy": " ",
    }
    seen = []

    for _ in range(60):
        form.keyboard.press("Tab")
        name = form.evaluate("document.activeElement.name || ''")
        seen.append(name)
        if name == "send":
            break
        if name in answers:
            form.keyboard.type(answers.pop(name))
    form.keyboard.press("Enter")

    expect(form.locator("h1.number")).to_have_text(NUMBER)
    assert answers == {}
    assert {"photos", "proof", "add_unit"} <= set(seen)
    assert "website" not in seen
    assert Ticket.objects.get().symptom == "no_charge"


def test_files_without_javascript_with_a_row_more_and_after_a_refusal(plain, products, photo):
    plain.goto("/support/new/")
    fill(plain)
    plain.click("[name=add_unit]")
    plain.fill("[name=units-1-serial]", "2431010022A")
    plain.fill("[name=name]", "")
    plain.set_input_files("#id_photos", [{"name": "plate.jpg", "mimeType": "image/jpeg", "buffer": photo}])

    plain.click("[name=send]")
    expect(plain.locator("#id_name_error")).to_be_visible()
    expect(plain.locator("[data-file]")).to_contain_text("plate.jpg")
    plain.fill("[name=name]", "Camille Durand")
    plain.click("[name=send]")

    expect(plain.locator("h1.number")).to_have_text(NUMBER)
    ticket = Ticket.objects.get()
    assert ticket.lines.count() == 2
    assert Attachment.objects.filter(message__ticket=ticket).count() == 1


def test_a_double_click_files_one_case(form):
    fill(form)

    form.dblclick("[name=send]")

    expect(form.locator("h1.number")).to_have_text(NUMBER)
    assert Ticket.objects.count() == 1


def test_a_double_click_without_javascript_files_one_case(plain, products):
    plain.goto("/support/new/")
    fill(plain)

    plain.dblclick("[name=send]")

    expect(plain.locator("h1.number")).to_have_text(NUMBER)
    assert Ticket.objects.count() == 1


def test_warns_of_danger_at_once(form):
    warning = form.locator("[data-dangers]")
    expect(warning).to_be_hidden()

    form.select_option("[name=symptom]", "shock")

    expect(warning).to_be_visible()
    form.select_option("[name=symptom]", "noise")
    expect(warning).to_be_hidden()


def test_a_draft_survives_a_lost_connection_and_goes_when_it_has_been_sent(form, live_server):
    fill(form)
    form.click("[name=add_unit]")
    form.fill("[name=units-1-serial]", "2431010022A")
    form.context.set_offline(True)
    form.click("[name=send]")
    form.context.set_offline(False)

    form.goto(f"{live_server.url}/support/new/")

    expect(form.locator("#draft-restored")).to_be_visible()
    expect(form.locator("[name=units-1-serial]")).to_have_value("2431010022A")
    expect(form.locator("[name=description]")).to_have_value("Since Monday the light stays red.")
    expect(form.locator("[name=privacy]")).not_to_be_checked()
    form.check("[name=privacy]")
    form.click("[name=send]")
    expect(form.locator("h1.number")).to_have_text(NUMBER)
    assert form.evaluate("localStorage.getItem('draft:report')") is None
    assert Ticket.objects.get().lines.count() == 2


def test_the_draft_is_forgotten_at_a_click(form, live_server):
    fill(form)
    form.goto(f"{live_server.url}/support/new/")

    form.click("#draft-restored button")

    expect(form.locator("[name=description]")).to_have_value("")
    form.reload()
    expect(form.locator("#draft-restored")).to_be_hidden()


def test_a_unit_reported_from_this_browser_is_recognised_before_it_is_reported_again(form, live_server):
    fill(form)
    form.click("[name=send]")
    number = form.locator("h1.number").inner_text()

    form.goto(f"{live_server.url}/support/new/")
    form.fill("[name=units-0-serial]", "2512 004713 H")

    expect(form.locator("[data-known]")).to_contain_text(number)


def test_files_dropped_on_the_field_are_taken_and_refused_ones_say_why(form, photo):
    transfer = form.evaluate_handle(
        """(bytes) => {
            const dropped = new DataTransfer();
            dropped.items.add(new File([new Uint8Array(bytes)], "plate.jpg", {type: "image/jpeg"}));
            dropped.items.add(new File(["<script>alert(1)</script>"], "evil.html", {type: "text/html"}));
            return dropped;
        }""",
        list(photo),
    )

    form.dispatch_event("[data-upload=photos]", "drop", {"dataTransfer": transfer})

    expect(form.locator("[data-upload=photos] [data-file]")).to_have_count(1)
    expect(form.locator("[data-upload=photos] .refused")).to_have_count(1)
    form.locator("[name=remove_kept]").click()
    expect(form.locator("[data-file]")).to_have_count(0)


def test_send_waits_for_a_file_that_is_still_on_its_way(form, photo):
    form.route("**/support/new/files/", lambda route: (form.wait_for_timeout(300), route.continue_()))
    fill(form)
    form.set_input_files("#id_proof", [{"name": "bill.jpg", "mimeType": "image/jpeg", "buffer": photo}])

    form.click("[name=send]")

    expect(form.locator("h1.number")).to_have_text(NUMBER)
    assert Attachment.objects.get().file.name == "bill.jpg"


@pytest.mark.parametrize("language", ["en", "fr", "sv"])
def test_everybody_can_read_and_use_the_form(form, language):
    form.locator(".language summary").click()
    form.click(f"button[name=switch_language][value={language}]")

    form.wait_for_selector(f"html[lang={language}]")
    assert_accessible(form)
    form.click("[name=send]")
    expect(form.locator("#id_name_error")).to_be_visible()
    assert_accessible(form)


def test_everybody_can_read_the_other_pages(form, live_server):
    fill(form)
    form.select_option("[name=symptom]", "shock")
    form.click("[name=send]")
    expect(form.locator("h1.number")).to_have_text(NUMBER)

    assert_accessible(form)
    for path in ("/", "/help/", "/privacy/", "/track/", "/no/such/page/"):
        form.goto(live_server.url + path)
        assert_accessible(form)
