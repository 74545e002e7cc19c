from io import BytesIO

import pytest
from PIL import Image

from tests.factories import ProductFactory, TicketFactory
from tickets.models import CaseLink, Ticket
from tickets.services.links import secret_for_filer
from warranty.models import Product


@pytest.fixture
def products(db: None) -> dict[str, Product]:
    return {code: ProductFactory(code=code) for code in ("HALO", "AURA", "LUNA")}


@pytest.fixture
def photo() -> bytes:
    drawn = BytesIO()
    Image.new("RGB", (40, 30), "#aa3311").save(drawn, "JPEG")
    return drawn.getvalue()


@pytest.fixture
def case(db: None) -> Ticket:
    return TicketFactory(language="en", email="camille@customer.example")


@pytest.fixture
def address(case: Ticket) -> str:
    """The address of the case's page."""
    return f"/support/{secret_for_filer(ticket=case)}/"


@pytest.fixture
def link(case: Ticket, address: str) -> CaseLink:
    return case.links.get()
