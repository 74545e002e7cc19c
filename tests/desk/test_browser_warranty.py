"""The warranty at the desk in a real browser: verdicts, overrides, terms and their preview."""

from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, expect
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from accounts.roles import Role, give_role, sync_roles
from tests.accessibility import serious_findings, sticks_out
from tests.desk.covered import EXPIRED, OPEN, UNPROVEN, claim_of, covered_line, judged_again
from tests.desk.test_browser import open_desk
from tests.factories import ProofFactory, TicketFactory, UserFactory
from tickets.models import Ticket
from tickets.periodic import count_previews
from tickets.services import overrides
from tickets.services.previews import ask_preview
from warranty.models import Claim, LawVersion, PolicyVersion
from warranty.services.claims import mark_due
from warranty.services.overrides import NewOverride
from warranty.services.terms import draft_instead_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def boss(db: None) -> User:
    sync_roles()
    user = UserFactory(name="Mona Chef", email="mona@maker.example")
    give_role(user, Role.MANAGER)
    return User.objects.get(pk=user.pk)


@pytest.fixture
def case(boss: User) -> Ticket:
    """A mixed case: covered, expired with an override that waits, unproven with a paper that contradicts."""
    ticket = TicketFactory(language="en", email="camille@customer.example")
    covered_line(ticket, unit=OPEN, buyer="consumer", delivered_on=date(2025, 5, 4))
    expired = covered_line(ticket, unit=EXPIRED)
    unproven = covered_line(ticket, unit=UNPROVEN)
    claim_of(unproven).proofs.add(ProofFactory(dated_on=date(2023, 1, 1), issuer="Elec SARL", serials=["2512999999H"]))
    mark_due(Claim.objects.filter(pk=unproven.claim_id))
    judged_again(unproven)
    until = timezone.localdate() + timedelta(days=30)
    goodwill = NewOverride(
        "in_warranty",
        "A good customer",
        until,
        claim_of(expired).verdict_id,
        is_goodwill=True,
        cost=90_000,
        currency="EUR",
    )
    overrides.override_verdict(line=expired, wanted=goodwill, user=boss)
    return ticket


@pytest.fixture
def draft(case: Ticket, boss: User) -> PolicyVersion:
    old = PolicyVersion.objects.get(policy__code="POL-CA", valid_from=date(2025, 1, 1))
    return draft_instead_of(version=old, user=boss)


@pytest.mark.parametrize(("width", "dark"), [(1280, False), (390, True), (320, False)])
def test_every_page_is_accessible_fits_and_breaks_no_policy(
    browser: Browser, live_server: LiveServer, boss: User, case: Ticket, draft: PolicyVersion, width: int, dark: bool
):
    preview = ask_preview(version=draft, user=boss)
    count_previews()
    page = open_desk(browser, live_server, boss, width=width, dark=dark)
    law, complaints = LawVersion.objects.filter(country="SE").latest("pk"), []
    addresses = [
        f"/admin/tickets/ticket/{case.pk}/change/",
        "/admin/tickets/ticket/?view=needs_proof",
        f"/admin/tickets/termspreview/{preview.pk}/change/",
        "/admin/warranty/policyversion/",
        f"/admin/warranty/policyversion/{draft.pk}/change/",
        f"/admin/warranty/policyversion/{draft.supersedes_id}/change/",
        "/admin/warranty/lawversion/",
        f"/admin/warranty/lawversion/{law.pk}/change/",
        "/admin/warranty/lawversion/add/",
    ]

    for address in addresses:
        page.goto(address)
        page.evaluate("document.querySelectorAll('main details').forEach(fold => fold.open = true)")
        complaints += page.complaints  # type: ignore[attr-defined]

        assert serious_findings(page) == [], address
        assert sticks_out(page) <= 0, address
        # To measure contrast on the stock pages axe sets styles, which the policy forbids to it as to anybody.
        page.complaints.clear()  # type: ignore[attr-defined]
    assert complaints == []


def test_an_engineer_decides_otherwise_and_takes_it_back(
    browser: Browser, live_server: LiveServer, engineer: User, boss: User
):
    line = covered_line(unit=EXPIRED)
    page = open_desk(browser, live_server, engineer)
    page.goto(f"/admin/tickets/ticket/{line.ticket_id}/change/")
    card = page.locator(f"#verdict-{line.pk}")

    card.get_by_text("Decide otherwise").click()
    card.get_by_label("Decide instead").select_option(label="In warranty")
    card.get_by_label("Why").last.fill("Known fault of this lot")
    card.get_by_label("Until").fill((timezone.localdate() + timedelta(days=300)).isoformat())
    card.get_by_role("button", name="Override the verdict").click()
    expect(card.get_by_text("a manager may decide for longer", exact=False)).to_be_visible()
    expect(card.get_by_label("Why").last).to_have_value("Known fault of this lot")
    card.get_by_label("Until").fill((timezone.localdate() + timedelta(days=30)).isoformat())
    card.get_by_role("button", name="Override the verdict").click()
    expect(card.get_by_text("overridden", exact=True)).to_be_visible()
    card.get_by_role("button", name="Withdraw").click()

    expect(page.get_by_text("The override is withdrawn; the verdict holds again.")).to_be_visible()
    assert page.complaints == [] or all("422" in said for said in page.complaints)  # type: ignore[attr-defined]


def test_the_preview_shows_by_itself_when_it_is_done(
    browser: Browser, live_server: LiveServer, boss: User, draft: PolicyVersion
):
    page = open_desk(browser, live_server, boss)
    page.goto(f"/admin/warranty/policyversion/{draft.pk}/change/")

    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("Waits for a worker")).to_be_visible()
    count_previews()

    expect(page.get_by_text("open lines judged")).to_be_visible()
    expect(page.get_by_text("No open line would change.")).to_be_visible()
    assert page.complaints == []  # type: ignore[attr-defined]


def test_terms_are_published_after_one_question(
    browser: Browser, live_server: LiveServer, boss: User, draft: PolicyVersion
):
    page = open_desk(browser, live_server, boss)
    page.goto(f"/admin/warranty/policyversion/{draft.pk}/change/")

    expect(page.get_by_role("button", name="Publish as it is saved")).to_be_hidden()
    page.get_by_text("Publish …").click()
    page.get_by_role("button", name="Publish as it is saved").click()

    expect(page.get_by_text("it decides from now on", exact=False)).to_be_visible()
    expect(page.get_by_role("button", name="New version instead of this one")).to_be_visible()
