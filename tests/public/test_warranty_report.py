"""What a report may say beside the problem so that the warranty is decided faster; none of it is obligatory."""

from datetime import date

import pytest
import time_machine

from tests.public.reporting import FORM, filled_in, report, text_of, ticket_at
from tickets.models import Ticket
from warranty.models import Buyer, Claim

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("buyer", Buyer.values)
def test_what_is_said_of_the_purchase_is_said_of_every_unit(client, buyer):
    said = {
        "buyer": buyer,
        "delivered_on": "2025-05-12",
        "discovered_on": "2026-11-20",
        "units-TOTAL_FORMS": "2",
        "units-1-serial": "2512004714H",
    }

    ticket = ticket_at(report(client, **said))

    claims = list(Claim.objects.filter(line__ticket=ticket))
    assert len(claims) == 2
    for claim in claims:
        assert (claim.buyer, claim.delivered_on, claim.discovered_on) == (buyer, date(2025, 5, 12), date(2026, 11, 20))
        assert claim.country.code == "FR"


def test_a_report_that_says_nothing_of_it_is_filed_as_before(client):
    claim = Claim.objects.get(line__ticket=ticket_at(report(client)))

    assert (claim.buyer, claim.delivered_on, claim.discovered_on) == ("", None, None)


def test_the_fields_are_folded_away_until_something_stands_in_them(client):
    blank = client.get(FORM).content.decode()
    refused = report(client, name="", buyer="business").content.decode()

    assert '<details class="more">\n    <summary>Helps us decide faster on the warranty' in blank
    assert '<details class="more" open>\n    <summary>Helps us decide faster on the warranty' in refused
    assert '<option value="business" selected' in refused


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("discovered_on", "2999-01-01", "This day has not come yet."),
        ("delivered_on", "2026-11-24", "This day has not come yet."),
        ("delivered_on", "1989-12-31", "This day lies too far back to be right."),
        ("discovered_on", "0001-01-01", "This day lies too far back to be right."),
        ("discovered_on", "05/06/2026", "Please write the day as year-month-day, like 2026-05-20."),
        ("discovered_on", "2026-02-30", "Please write the day as year-month-day, like 2026-05-20."),
        ("delivered_on", "yesterday", "Please write the day as year-month-day, like 2026-05-20."),
        ("delivered_on", "9" * 5000, "Please write the day as year-month-day, like 2026-05-20."),
        ("delivered_on", "2026-05-20\x00", "Please write the day as year-month-day, like 2026-05-20."),
        ("buyer", "landlord", "Select a valid choice."),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_kept(client, field, typed, sentence):
    with time_machine.travel("2026-11-23T12:00:00+01:00"):
        response = report(client, **{field: typed})

    html = response.content.decode()
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in html
    assert sentence in text_of(response)
    assert Ticket.objects.exists() is False


@pytest.mark.parametrize("typed", ["2026-11-23", "23.11.2026", "1990-01-01", " 2026-11-23 "])
def test_a_day_that_reads_one_way_alone_is_taken(client, typed):
    with time_machine.travel("2026-11-23T12:00:00+01:00"):
        ticket = ticket_at(report(client, delivered_on=typed))

    assert Claim.objects.get(line__ticket=ticket).delivered_on in {date(2026, 11, 23), date(1990, 1, 1)}


def test_the_words_stay_when_the_page_is_shown_in_another_language(client):
    page = client.post(FORM, filled_in(client, switch_language="sv", delivered_on="2025-05-12")).content.decode()

    assert 'value="2025-05-12"' in page
