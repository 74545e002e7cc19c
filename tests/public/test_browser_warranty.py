"""The warranty in a real browser: the terms for everybody, and the way of a paper from the customer to the verdict."""

from collections.abc import Iterator
from datetime import date

import pytest
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from mail.models import OutgoingMail
from tests.accessibility import assert_accessible
from tests.desk.test_browser import open_desk
from tests.factories import (
    ClaimFactory,
    LawVersionFactory,
    PolicyVersionFactory,
    ProofFactory,
    ResellerFactory,
    TicketLineFactory,
    UnitFactory,
    VerdictFactory,
)
from tests.public.reporting import door_at, report
from tests.warranty.paper_samples import pdf
from tickets.models import Ticket
from tickets.periodic import assess_due_claims
from warranty.models import PolicyVersion, ProofState, Rejection, Standing
from warranty.periodic import read_papers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def terms(db: None) -> list[PolicyVersion]:
    LawVersionFactory(suspends_term=True, suspends_cover=True, repair_adds_months=6)
    LawVersionFactory(country="SE", time_zone="Europe/Stockholm", term_months=36, valid_from=date(2022, 5, 1))
    return [PolicyVersionFactory(term_months=36), PolicyVersionFactory(term_months=60, valid_from=date(2025, 1, 1))]


@pytest.fixture
def told(case: Ticket, terms: list[PolicyVersion], engineer) -> Ticket:
    """A case with an answer of each kind and a paper in each state."""
    for said in (
        {},
        {"decision": "review", "reason": "NO_POLICY", "standing": Standing.PROVISIONAL},
        {"decision": "void", "basis": "none", "reason": "EXCL_MISUSE", "confirmed_by": engineer},
        {"decision": "needs_proof", "basis": "none", "reason": "PROOF_OF_PURCHASE", "standing": Standing.PROVISIONAL},
    ):
        unit = UnitFactory(reseller=None, distributor=None)
        claim = ClaimFactory(unit=unit)
        VerdictFactory(claim=claim, policy_version=terms[1], **said)
        TicketLineFactory(ticket=case, unit=unit, claim=claim)
    decided = {"decided_by": engineer, "dated_on": date(2025, 5, 8)}
    claim.proofs.add(ProofFactory(state=ProofState.REJECTED, rejection=Rejection.UNREADABLE, **decided))
    claim.proofs.add(ProofFactory(state=ProofState.VERIFIED, issuer="Elec SARL", **decided))
    return case


@pytest.fixture
def plain(browser: Browser, live_server) -> Iterator[Page]:
    """A browser that runs no script."""
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    yield context.new_page()
    context.close()


def speak(page: Page, language: str) -> None:
    page.locator(".language summary").click()
    page.click(f"button[name=language][value={language}]")
    page.wait_for_selector(f"html[lang={language}]")


@pytest.mark.parametrize("language", ["en", "fr", "sv"])
def test_everybody_can_look_up_the_terms_and_read_them(page: Page, live_server, terms, language):
    UnitFactory(serial="2512004713H")
    page.goto(f"{live_server.url}/warranty/")
    speak(page, language)
    page.fill("[name=serial]", "2512-004713 h")
    page.press("[name=serial]", "Enter")

    expect(page.locator("#answer")).to_contain_text("2512004713H")
    assert "2512004713H" not in page.url
    assert_accessible(page)
    page.locator("#answer a").first.click()
    expect(page.locator(f"#version-{terms[0].pk}")).to_be_in_viewport()
    assert_accessible(page)


@pytest.mark.parametrize("language", ["en", "fr", "sv"])
def test_everybody_can_read_the_cover_of_a_case(page: Page, live_server, told, address, language):
    page.goto(live_server.url + address)
    speak(page, language)

    expect(page.locator("article.cover")).to_have_count(4)
    page.evaluate("document.querySelectorAll('main details').forEach(folded => { folded.open = true; })")
    assert_accessible(page)


def test_a_check_and_the_report_after_it_need_no_script(plain: Page, terms):
    UnitFactory(serial="2512004713H")
    plain.goto("/warranty/")
    plain.fill("[name=serial]", "2512004713h")
    plain.locator("main form button.first").click()
    plain.locator("[name=begin]").click()

    expect(plain.locator("[name=units-0-serial]")).to_have_value("2512004713H")
    expect(plain.locator("[name=units-0-product]")).to_have_value("HALO")


def test_the_terms_print_without_what_only_leads_elsewhere(page: Page, live_server, terms):
    page.goto(f"{live_server.url}/warranty/policy/")

    page.emulate_media(media="print")

    expect(page.locator(f"#version-{terms[0].pk}")).to_be_visible()
    for gone in (".bar nav", ".foot", "header .row"):
        expect(page.locator(gone).first).to_be_hidden()


def test_a_proof_is_sent_through_its_own_door(page: Page, live_server, told, address, photo):
    page.goto(live_server.url + address)
    page.fill("[name=message]", "Still writing this.")
    page.set_input_files("#id_paper", [{"name": "bill.jpg", "mimeType": "image/jpeg", "buffer": photo}])
    expect(page.locator("#proof [data-file]")).to_contain_text("bill.jpg")
    page.locator("#proof button").click()

    expect(page.locator(".notice.success")).to_contain_text("Your message has reached us.")
    expect(page.locator("#warranty .papers")).to_contain_text("being verified")
    assert [a.purpose for a in told.messages.get().attachments.all()] == ["proof"]


INVOICE = (
    "ELEC DU SUD SARL",
    "Facture N° : FA-2025-0117",
    "Date de facture : 20/05/2025",
    "1 x HALO   1 190,00 EUR",
    "N° de série 2512004713H",
)


def test_a_paper_goes_from_the_customer_to_a_verdict_that_is_explained_in_three_languages(
    page: Page, browser: Browser, live_server, terms, engineer
):
    ResellerFactory(name="Elec du Sud SARL")
    unit = UnitFactory(serial="2512004713H", reseller=None, distributor=None, manufactured_on=date(2025, 3, 10))
    ticket, secret = door_at(report(Client(), buyer="consumer", language="en"))
    assess_due_claims()

    page.goto(f"{live_server.url}/support/{secret}/")
    expect(page.locator("article.cover")).to_contain_text("Please send the invoice or receipt")
    invoice = {"name": "facture.pdf", "mimeType": "application/pdf", "buffer": pdf(*INVOICE)}
    page.set_input_files("#id_paper", [invoice])
    expect(page.locator("#proof [data-file]")).to_contain_text("facture.pdf")
    page.locator("#proof button").click()
    expect(page.locator(".papers")).to_contain_text("being verified")
    read_papers()
    assess_due_claims()

    desk = open_desk(browser, live_server, engineer)
    desk.goto(f"/admin/tickets/ticket/{ticket.pk}/change/")
    desk.locator("#proofs a").first.click()
    expect(desk.locator("[name=issuer]")).to_have_value("Elec du Sud SARL")
    desk.locator("button[value=verify]").click()
    expect(desk.locator("#proofs .badge")).to_contain_text("Verified")
    assess_due_claims()
    desk.reload()
    expect(desk.locator(f"#line-{ticket.lines.get().pk}")).to_contain_text("In warranty")
    desk.context.close()

    assert OutgoingMail.objects.filter(kind="tickets/verdict").count() == 1
    page.reload()
    expect(page.locator("article.cover")).to_contain_text(
        "Covered until 20 May 2030 by the Charge Amps warranty (5 years from the purchase on 20 May 2025, shown by the"
        " invoice of Elec du Sud SARL). Your legal rights against the seller run until 20 May 2027."
    )
    assert_accessible(page)
    for language, ends in {"fr": ("20 mai 2030", "20 mai 2027"), "sv": ("20 maj 2030", "20 maj 2027")}.items():
        speak(page, language)
        cover = page.locator("article.cover")
        expect(cover).to_contain_text(unit.serial)
        assert all(cover.inner_text().count(end) == 2 for end in ends)
        assert_accessible(page)
