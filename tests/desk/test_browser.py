"""The desk in a real browser: usable without a mouse, on a phone, in the dark, in each language."""

import re

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from tests.accessibility import serious_findings, sticks_out
from tests.factories import MessageFactory, TicketFactory, TicketLineFactory
from tickets.models import MessageKind, ReplyTemplate, Ticket
from tickets.services.conversation import Answer, answer_customer

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case(engineer: User) -> Ticket:
    TicketFactory.create_batch(3)
    ticket = TicketFactory(
        is_safety=True, symptom="burnt_or_smoke", email="camille@customer.example", phone="+33 6 12 34 56 78"
    )
    TicketLineFactory(ticket=ticket)
    MessageFactory(ticket=ticket, quoted="> Bonjour", html="<p>x</p>")
    MessageFactory(ticket=ticket, kind=MessageKind.NOTE, text="Call first")
    answer_customer(ticket=ticket, answer=Answer("Bonjour"), user=engineer)
    ticket.participants.create(email="bureau@elec.example")
    ReplyTemplate.objects.create(title="Proof", language="fr", text="Bonjour {name}, {number}")
    TicketFactory(email=ticket.email)
    return ticket


def open_desk(browser: Browser, server: LiveServer, user: User, *, width: int = 1280, dark: bool = False) -> Page:
    """A page of a browser that is logged in as this user, and that notes every breach of the policy."""
    context = browser.new_context(
        base_url=server.url, viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
    )
    client = Client()
    client.force_login(user)
    secret = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": secret, "url": server.url}])
    page = context.new_page()
    page.complaints = []  # type: ignore[attr-defined]
    page.on("console", lambda said: page.complaints.append(said.text) if said.type == "error" else None)  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.complaints.append(str(error)))  # type: ignore[attr-defined]
    return page


@pytest.mark.parametrize(
    ("language", "width", "dark"),
    [
        ("en", 1280, False),
        ("en", 320, True),
        ("fr", 390, False),
        ("fr", 1280, True),
        ("sv", 390, True),
    ],
)
def test_every_page_is_accessible_fits_and_breaks_no_policy(
    browser: Browser, live_server: LiveServer, engineer: User, case: Ticket, language: str, width: int, dark: bool
):
    User.objects.filter(pk=engineer.pk).update(language=language)
    page = open_desk(browser, live_server, engineer, width=width, dark=dark)
    addresses = [
        "/admin/",
        "/admin/tickets/ticket/",
        f"/admin/tickets/ticket/{case.pk}/change/",
        "/admin/tickets/ticket/add/",
        "/admin/mail/incomingmail/",
        "/admin/mail/outgoingmail/",
    ]

    for address in addresses:
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")

        assert serious_findings(page) == [], address
        assert sticks_out(page) <= 0, address
        assert page.locator("html").get_attribute("lang") == language
    assert page.complaints == []  # type: ignore[attr-defined]


def test_the_login_page_is_accessible_and_lets_in(browser: Browser, live_server: LiveServer, engineer: User):
    engineer.set_password("correct-horse-battery")
    engineer.save()
    page = browser.new_page(base_url=live_server.url)
    page.goto("/admin/")
    assert serious_findings(page) == []

    page.get_by_label("E-mail").fill("anna@maker.example")
    page.get_by_label("Password").fill("correct-horse-battery")
    page.get_by_role("button", name="Log in").click()

    expect(page.get_by_role("link", name="To the queue")).to_be_visible()


def test_an_engineer_works_without_a_mouse(browser: Browser, live_server: LiveServer, engineer: User, case: Ticket):
    page = open_desk(browser, live_server, engineer)
    page.goto("/admin/tickets/ticket/?view=all")

    page.keyboard.press("/")
    page.keyboard.type(case.pretty_number)
    page.keyboard.press("Enter")
    page.wait_for_url("**q=*")
    page.keyboard.press("j")
    page.keyboard.press("o")
    page.wait_for_url("**/change/")
    page.keyboard.press("n")
    page.keyboard.type("Loose terminal")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Keep the note").press("Enter")

    expect(page.get_by_text("The note is kept.", exact=False)).to_be_visible()
    expect(page.locator(".said.note").last).to_contain_text("Loose terminal")
    assert page.complaints == []  # type: ignore[attr-defined]


def test_the_help_opens_and_closes_by_key(browser: Browser, live_server: LiveServer, engineer: User, case: Ticket):
    page = open_desk(browser, live_server, engineer)
    page.goto("/admin/tickets/ticket/")

    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.press("Escape")

    expect(page.get_by_role("dialog")).to_be_hidden()


def test_a_template_goes_into_the_text_and_the_answer_out(
    browser: Browser, live_server: LiveServer, engineer: User, case: Ticket
):
    page = open_desk(browser, live_server, engineer)
    page.goto(f"/admin/tickets/ticket/{case.pk}/change/")

    page.get_by_label("Template").select_option(label="Proof (fr)")
    page.get_by_role("button", name="Insert", exact=True).click()
    expect(page.locator("#message")).to_have_value(re.compile(rf"Bonjour Camille Durand, {case.pretty_number}"))
    page.get_by_role("button", name="Send and wait").click()

    expect(page.locator(".said.staff").last).to_contain_text(case.pretty_number)


def test_a_draft_survives_a_closed_page(browser: Browser, live_server: LiveServer, engineer: User, case: Ticket):
    page = open_desk(browser, live_server, engineer)
    address = f"/admin/tickets/ticket/{case.pk}/change/"
    page.goto(address)
    page.locator("#message").fill("Half an ans")

    page.goto("/admin/")
    page.goto(address)

    expect(page.locator("#message")).to_have_value("Half an ans")


def test_selects_all_rows_and_closes_them(browser: Browser, live_server: LiveServer, engineer: User):
    TicketFactory.create_batch(3)
    page = open_desk(browser, live_server, engineer)
    page.goto("/admin/tickets/ticket/")

    page.get_by_label("Select all").check()
    page.get_by_role("button", name="Close the selected").click()

    expect(page.get_by_text("3 cases changed.")).to_be_visible()
