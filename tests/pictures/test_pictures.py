"""The pictures of the README, taken anew by `./portal test -m pictures`."""

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page

from tickets.case_links import new_link, secret_of
from tickets.models import CaseLink, MessageKind, Ticket
from tickets.states import TicketStatus

pytestmark = [pytest.mark.pictures, pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
SIZE = {"width": 1280, "height": 860}


@pytest.fixture
def browser_context_args(browser_context_args):
    return {**browser_context_args, "viewport": SIZE, "locale": "fr-FR"}


def keep(page: Page, name: str) -> None:
    """Few colours are enough for a page of text, and make a small file."""
    shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
    shot.quantize(128, dither=Image.Dither.NONE).save(PICTURES / f"{name}.png", optimize=True)


def test_takes_the_pictures_of_the_readme(page, live_server, administrator, client):
    call_command("seed", tickets=200, demo=True)
    answered = Ticket.objects.filter(status=TicketStatus.WAITING, language="fr", messages__kind=MessageKind.STAFF)
    ticket = answered.filter(lines__unit__isnull=False).order_by("-updated_at").first()
    new_link(ticket, at=timezone.now())
    secret = secret_of(CaseLink.objects.latest("pk"))
    client.force_login(administrator)
    session = client.cookies["sessionid"].value

    page.goto(f"{live_server.url}{reverse('support:new')}")
    page.fill("[name=units-0-serial]", "2512-004713 h")
    page.select_option("[name=symptom]", "no_charge")
    page.fill("[name=description]", "Depuis lundi le voyant reste rouge, deux véhicules essayés.")
    page.fill("[name=name]", "Camille Durand")
    keep(page, "form")
    page.goto(f"{live_server.url}{reverse('support:case', args=[secret])}")
    keep(page, "case")
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(f"{live_server.url}{reverse('admin:tickets_ticket_changelist')}")
    keep(page, "queue")
    page.goto(f"{live_server.url}{reverse('admin:tickets_ticket_change', args=[ticket.pk])}")
    keep(page, "desk")

    assert {path.name for path in PICTURES.glob("*.png")} == {"form.png", "case.png", "queue.png", "desk.png"}
