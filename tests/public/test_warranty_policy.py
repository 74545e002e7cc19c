"""The page of terms, made of the published versions alone."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from common.memory import forget_everything
from tests.factories import LawVersionFactory, PolicyFactory, PolicyVersionFactory, ProductFactory
from tests.public.reporting import text_of
from warranty.models import CountsFrom, PolicyVersion, RenewalRule, StartRule

pytestmark = pytest.mark.django_db
POLICY = "/warranty/policy/"


@pytest.fixture
def versions(db: None) -> list[PolicyVersion]:
    capped = PolicyFactory(code="POL-CAP", name="Capped", is_default=False)
    ProductFactory(code="HALO")
    ProductFactory(code="AURA")
    ProductFactory(code="DAWN", policy=capped)
    ProductFactory(code="OLD", is_active=False)
    return [
        PolicyVersionFactory(term_months=36, published_at=datetime(2026, 1, 5, tzinfo=UTC)),
        PolicyVersionFactory(
            term_months=60, valid_from=date(2025, 1, 1), published_at=datetime(2026, 3, 9, tzinfo=UTC)
        ),
        PolicyVersionFactory(
            policy=capped,
            term_months=60,
            start_rule=StartRule.PURCHASE,
            install_lag_cap_months=None,
            shipment_cap_months=66,
            published_at=datetime(2026, 2, 1, tzinfo=UTC),
        ),
    ]


def rows_of(html: str, section: str) -> list[str]:
    table = html.split(f'id="{section}"')[1].split("<tbody>")[1].split("</tbody>", maxsplit=1)[0]
    return table.split("<tr")[1:]


def test_products_with_the_same_terms_stand_together_for_each_time_of_sale(client, versions):
    rows = rows_of(client.get(POLICY).content.decode(), "warranty")

    told = [(row.count("AURA, HALO"), "Sold until 31 December 2024" in row, "3 years" in row) for row in rows]
    assert sorted(told) == [(0, False, False), (1, False, False), (1, True, True)]
    assert not [row for row in rows if "OLD" in row]


def test_each_version_has_a_place_that_a_verdict_can_point_to(client, versions):
    html = client.get(POLICY).content.decode()

    for version in versions:
        assert f'id="version-{version.pk}"' in html
        assert f'href="#version-{version.pk}"' in html
    assert "66 months after the unit left our works" in html
    assert "Reported within 15 days of the purchase: a new unit, not a refurbished one" in html
    assert "90 days of guarantee on the same fault" in html


def test_drafts_are_shown_to_nobody_and_what_was_followed_stays_readable(client, versions):
    draft = PolicyVersionFactory(term_months=120, supersedes=versions[0], published_at=None)
    heir = PolicyVersionFactory(term_months=48, valid_from=date(2025, 1, 1), supersedes=versions[1])

    html = client.get(POLICY).content.decode()

    assert "10 years" not in html
    assert f'id="version-{draft.pk}"' not in html
    assert f"Followed by version {heir.pk}." in text_of(client.get(POLICY))
    assert f'id="version-{versions[1].pk}"' in html
    warranty = html.split('id="warranty"')[1].split("</table>")[0]
    assert f"#version-{heir.pk}" in warranty
    assert f"#version-{versions[1].pk}" not in warranty


def test_says_when_it_was_last_changed(client, versions):
    assert "Last changed on 9 March 2026." in text_of(client.get(POLICY))


def test_the_law_stands_country_by_country_with_the_days_it_holds_for(client, versions):
    LawVersionFactory(
        country="FR",
        suspends_term=True,
        suspends_cover=True,
        repair_adds_months=6,
        renewal=RenewalRule.REPAIR_CHOSEN,
        renewed_term_months=24,
    )
    LawVersionFactory(country="SE", term_months=36, burden_months=6, renewal="always", renewed_term_months=36)
    LawVersionFactory(country="SE", term_months=36, burden_months=24, valid_from=date(2022, 5, 1))
    LawVersionFactory(country="NO", term_months=60, counts_from=CountsFrom.REPORT)
    LawVersionFactory(country="DE", repair_adds_months=12, repairs_that_add=1)
    LawVersionFactory(country="PT", repair_adds_months=6, repairs_that_add=4)
    LawVersionFactory(country="CH", burden_months=None)

    response = client.get(POLICY)
    rows = rows_of(response.content.decode(), "legal")

    assert [row.split("<b>")[1].split("</b>")[0] for row in rows] == [
        *("France", "Germany", "Norway", "Portugal", "Sweden", "Sweden", "Switzerland")
    ]
    france, germany, norway, portugal, before, since, switzerland = rows
    assert "They are added to our own warranty too. Each repair adds 6 months." in france
    assert "though you had chosen repair starts a new term of 2 years" in france
    assert "The first repair adds 1 year." in germany
    assert "the day on which you report the fault" in norway
    assert "Each repair adds 6 months, at most 4 times." in portugal
    assert "before 1 May 2022" in before
    assert "A replacement starts a new term of 3 years." in before
    assert "from 1 May 2022" in since
    assert "no such time" in switzerland
    assert "In countries that do not stand here the law sets no fixed term" in text_of(response)


@pytest.mark.parametrize(
    ("language", "country", "day"), [("fr", "Suède", "1 mai 2022"), ("sv", "Sverige", "1 maj 2022")]
)
def test_speaks_the_readers_language(versions, language, country, day):
    LawVersionFactory(country="SE", valid_from=date(2022, 5, 1))

    html = Client(headers={"accept-language": language}).get(POLICY).content.decode()

    assert country in html
    assert day in html
    assert f'<html lang="{language}">' in html


def test_a_portal_without_terms_says_so(client):
    text = text_of(client.get(POLICY))

    assert "No terms have been published yet." in text
    assert "Your legal rights" in text


def test_what_was_published_a_moment_ago_is_read_within_the_minute(client, versions):
    client.get(POLICY)
    fresh = PolicyVersionFactory(valid_from=date(2027, 1, 1), term_months=84)

    before = client.get(POLICY).content.decode()
    forget_everything()
    after = client.get(POLICY).content.decode()

    assert f"version-{fresh.pk}" not in before
    assert f"version-{fresh.pk}" in after


def test_costs_few_statements_and_then_none(client, versions, django_assert_max_num_queries):
    for country in ("FR", "SE", "NO", "DE", "ES", "PT", "IT", "AT", "CH"):
        LawVersionFactory(country=country)

    with django_assert_max_num_queries(8):
        client.get(POLICY)
    with django_assert_max_num_queries(0):
        client.get(POLICY)


@pytest.mark.parametrize("page", ["/", "/help/", "/warranty/", "/warranty/policy/"])
def test_the_pages_where_one_would_look_for_it_lead_there(client, page):
    html = client.get(page).content.decode()

    assert 'href="/warranty/policy/"' in html
    if page != "/warranty/":
        assert 'href="/warranty/"' in html
