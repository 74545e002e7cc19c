"""The page of a paper in a real browser: by two clicks, without a mouse, on a phone, in each language."""

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from accounts.actors import Actor
from accounts.models import User
from files.services import store_file
from tests.accessibility import serious_findings, sticks_out
from tests.desk.test_browser import open_desk
from tests.factories import ClaimFactory, MessageFactory, ResellerFactory, TicketFactory, TicketLineFactory, UnitFactory
from tests.files.samples import picture
from tests.warranty.paper_samples import AMBIGUOUS, SWEDISH, pdf
from tickets.models import Attachment, Purpose, Ticket
from tickets.services.proofs import take_papers_in
from warranty.models import Proof, ProofState
from warranty.services.readings import read_waiting

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def case(engineer: User) -> Ticket:
    ResellerFactory(name="Nordisk El")
    ticket = TicketFactory(email="camille@customer.example")
    for _unit in range(3):
        unit = UnitFactory()
        TicketLineFactory(ticket=ticket, unit=unit, claim=ClaimFactory(unit=unit))
    message = MessageFactory(ticket=ticket)
    for name, content in (("a.pdf", pdf(*SWEDISH)), ("b.pdf", pdf(*AMBIGUOUS)), ("c.jpg", picture(size=(900, 1200)))):
        file = store_file(name=name, content=content)
        Attachment.objects.create(message=message, file=file, purpose=Purpose.PROOF)
    take_papers_in(ticket, actor=Actor(name="Camille Durand"), at=timezone.now())
    read_waiting()
    return ticket


@pytest.mark.parametrize(
    ("language", "width", "dark"), [("en", 1280, False), ("fr", 320, True), ("sv", 390, False), ("fr", 1280, True)]
)
def test_every_paper_is_accessible_fits_and_breaks_no_policy(
    browser: Browser, live_server: LiveServer, engineer: User, case: Ticket, language: str, width: int, dark: bool
):
    User.objects.filter(pk=engineer.pk).update(language=language)
    page = open_desk(browser, live_server, engineer, width=width, dark=dark)

    for proof in Proof.objects.order_by("pk"):
        page.goto(f"/admin/tickets/ticket/{case.pk}/proofs/{proof.pk}/")
        page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")

        assert serious_findings(page) == []
        assert sticks_out(page) <= 0
    assert page.complaints == []


def test_a_paper_is_verified_and_another_rejected_by_two_clicks_each(
    browser: Browser, live_server: LiveServer, engineer: User, case: Ticket
):
    page = open_desk(browser, live_server, engineer)
    first, _second, photo = Proof.objects.order_by("pk")

    page.goto(f"/admin/tickets/ticket/{case.pk}/change/")
    page.get_by_role("link", name="Invoice or receipt 88123").first.click()
    page.get_by_role("button", name="Verify").click()
    expect(page.get_by_text("Verified; the verdicts follow in a moment.")).to_be_visible()
    page.goto(f"/admin/tickets/ticket/{case.pk}/proofs/{photo.pk}/")
    expect(page.locator("img.paper")).to_have_js_property("complete", value=True)
    page.get_by_text("Reject because …").click()
    page.get_by_role("button", name="It cannot be read").click()
    expect(page.get_by_text("Rejected")).not_to_have_count(0)

    first.refresh_from_db()
    photo.refresh_from_db()
    assert (first.state, photo.state, photo.rejection) == (ProofState.VERIFIED, ProofState.REJECTED, "unreadable")
    assert page.complaints == []
