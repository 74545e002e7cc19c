"""The page of a case in a real browser."""

import pytest
from playwright.sync_api import Page, expect

from files.services import store_file
from tests.accessibility import assert_accessible
from tests.factories import MessageFactory, ProductFactory, TicketLineFactory, UnitFactory
from tickets.models import Attachment, Participant, Ticket
from tickets.services.conversation import Answer, answer_customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def told(case: Ticket, engineer, photo) -> Ticket:
    """A case with something of everything."""
    TicketLineFactory(ticket=case, unit=UnitFactory(product=ProductFactory(code="HALO")))
    message = MessageFactory(ticket=case, text="It does not charge.", quoted="earlier words")
    Attachment.objects.create(message=message, file=store_file(name="plate.jpg", content=photo))
    Participant.objects.create(ticket=case, email="jean.petit@customer.example")
    answer_customer(ticket=case, answer=Answer(text="Please see https://help.example/reset"), user=engineer)
    return case


@pytest.mark.parametrize("language", ["en", "fr", "sv"])
def test_everybody_can_read_and_use_the_case(page: Page, live_server, told, address, language):
    page.goto(live_server.url + address)
    page.locator(".language summary").click()
    page.click(f"button[name=language][value={language}]")

    page.wait_for_selector(f"html[lang={language}]")
    expect(page.locator("h1.number")).to_have_text(told.pretty_number)
    for folded in page.locator("main details > summary").all():
        folded.click()
    assert_accessible(page)


def test_answers_with_a_file_and_keeps_a_draft_until_then(page: Page, live_server, told, address, photo):
    page.goto(live_server.url + address)
    page.fill("[name=message]", "Here is the photo.")
    page.reload()
    expect(page.locator("[name=message]")).to_have_value("Here is the photo.")

    page.set_input_files("#id_files", [{"name": "light.jpg", "mimeType": "image/jpeg", "buffer": photo}])
    expect(page.locator("[data-file]")).to_contain_text("light.jpg")
    page.locator("form[data-once] button.first").dblclick()

    expect(page.locator(".notice.success")).to_contain_text("Your message has reached us.")
    expect(page.locator("[name=message]")).to_have_value("")
    assert told.messages.filter(text="Here is the photo.").count() == 1
    assert [a.file.name for a in told.messages.last().attachments.all()] == ["light.jpg"]


def test_closes_the_case_and_adds_people_and_units(page: Page, live_server, told, address):
    page.goto(live_server.url + address)

    page.locator("#units details summary").click()
    page.fill("#id_line_serial", "2431010022A")
    page.locator("#units button[type=submit]").click()
    expect(page.locator("#units")).to_contain_text("2431010022A")
    page.locator("#colleagues details summary").click()
    page.fill("#id_colleague_email", "nobody")
    page.locator("#colleagues details button").click()
    expect(page.locator("#id_colleague_email_error")).to_be_visible()
    page.get_by_role("button", name="The problem is solved").click()

    expect(page.locator(".journey .now")).to_contain_text("Solved")
    told.refresh_from_db()
    assert told.status == "resolved"


def test_the_number_is_the_largest_thing_on_the_page(page: Page, live_server, told, address):
    page.goto(live_server.url + address)

    sizes = page.evaluate(
        "[...document.querySelectorAll('main *')].map(e => [parseFloat(getComputedStyle(e).fontSize), e.className])"
    )

    assert max(sizes)[1] == "number"


def test_prints_the_case_without_its_buttons(page: Page, live_server, told, address):
    page.goto(live_server.url + address)

    page.emulate_media(media="print")

    expect(page.locator("h1.number")).to_be_visible()
    for gone in ("form textarea", ".bar nav", ".foot"):
        expect(page.locator(gone).first).to_be_hidden()


def test_tells_no_other_site_where_it_came_from(page: Page, live_server, told, address):
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(live_server.url + address)

    assert page.evaluate("document.referrer") == ""
    assert all(url.startswith(live_server.url) for url in asked)
