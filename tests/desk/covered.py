"""Cases whose units have real verdicts: judged by the engine, under the terms that come with the product."""

from datetime import UTC, date, datetime

from tests.factories import ProductFactory, TicketFactory, TicketLineFactory, UnitFactory
from tickets.models import Ticket, TicketLine
from tickets.services.cover import assess_case
from warranty.models import Claim, Policy
from warranty.services.claims import ClaimReport, StatedFacts, open_claims
from warranty.services.terms_on_file import lay_down_laws, lay_down_policies

REPORTED = datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
# Bought by a company in Sweden, so that the warranty alone decides.
COMPANY = {"buyer": "business", "country": "SE"}
OPEN = {"manufactured_on": date(2025, 3, 1), "shipped_on": date(2025, 3, 10), "sold_on": date(2025, 5, 1)}
EXPIRED = {"manufactured_on": date(2022, 3, 1), "shipped_on": date(2022, 3, 10), "sold_on": date(2022, 5, 1)}
UNPROVEN = {"manufactured_on": date(2024, 3, 1), "shipped_on": date(2024, 3, 10)}


def lay_down_terms() -> None:
    """Law and policies, as a new portal has them."""
    lay_down_laws()
    lay_down_policies()


def covered_line(
    ticket: Ticket | None = None, *, unit: dict[str, object] | None = None, **stated: object
) -> TicketLine:
    """A line with its verdict, in a case of its own or in this one."""
    if not Policy.objects.exists():
        lay_down_terms()
    ticket = ticket or TicketFactory(language="en", email="camille@customer.example")
    registered = UnitFactory(product=ProductFactory(), **(OPEN if unit is None else unit))
    facts = StatedFacts(**{**COMPANY, **stated})
    report = ClaimReport(registered.serial, registered.product, registered, REPORTED, stated=facts)
    line = TicketLineFactory(ticket=ticket, unit=registered, claim=open_claims([report])[0])
    assess_case(ticket.pk)
    return fresh(line)


def fresh(line: TicketLine) -> TicketLine:
    """The line as the database has it now."""
    return TicketLine.objects.select_related("ticket", "claim__verdict", "unit").get(pk=line.pk)


def judged_again(line: TicketLine) -> TicketLine:
    """As if the worker had come by."""
    assess_case(line.ticket_id)
    return fresh(line)


def claim_of(line: TicketLine) -> Claim:
    assert line.claim is not None
    return Claim.objects.select_related("verdict").get(pk=line.claim_id)
