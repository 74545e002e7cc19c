"""The verdict of a unit at the desk: what was decided, why, on what, and what would change it."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests.desk.conftest import at_desk
from tests.desk.covered import EXPIRED, OPEN, UNPROVEN, claim_of, covered_line, fresh, judged_again, lay_down_terms
from tests.desk.pages import case_of, post_to, text_of
from tests.factories import ClaimFactory, ProofFactory, TicketFactory, TicketLineFactory, UnitFactory
from tickets.models import EventKind, Ticket, TicketLine
from warranty.models import Claim, PolicyVersion, ProofState, Unit, Verdict
from warranty.services.claims import mark_due
from warranty.services.genealogy import Exchange, swap_units

pytestmark = pytest.mark.django_db


def page_of(desk: Client, line: TicketLine) -> str:
    return text_of(desk.get(case_of(line.ticket)))


def filled(line: TicketLine, **other: object) -> dict[str, object]:
    said = {"buyer": "business", "country": "SE", "plate": "readable", "exclusion_state": "none"}
    return {"line": line.pk, **said, **other}


def test_tells_decision_reason_both_ends_and_who_pays(desk: Client):
    line = covered_line(buyer="consumer", delivered_on=date(2025, 5, 4))

    page = page_of(desk, line)

    for words in (
        '<span class="badge ours">In warranty</span>',
        "Issued",
        "Covered from the purchase",
        "START_PURCHASE",
        "01/05/2030",
        "04/05/2028",
        "we do, under our own warranty",
        "Sell-out list",
        "The customer reads:</b> Covered until 1 May 2030 by the Charge Amps warranty",
    ):
        assert words in page, words


@pytest.mark.parametrize(
    ("unit", "stated", "payer"),
    [
        (EXPIRED, {}, "the customer, by an estimate"),
        ({**EXPIRED, "sold_on": date(2023, 10, 1)}, {"buyer": "consumer", "delivered_on": date(2023, 12, 1)},
         "the seller, under the legal guarantee; we by recourse"),
        (EXPIRED, {"buyer": "consumer", "country": "GB"}, "not decided; no price may be named"),
        (UNPROVEN, {}, "not decided; no price may be named"),
    ],
)  # fmt: skip
def test_says_who_would_pay(desk: Client, unit, stated, payer: str):
    assert payer in page_of(desk, covered_line(unit=unit, **stated))


def test_shows_flags_in_words(desk: Client):
    page = page_of(desk, covered_line(unit=UNPROVEN))

    assert "DEEMED_START" in page
    assert "Start only assumed from the manufacture" in page


def test_shows_the_trace_with_days_as_people_read_them(desk: Client):
    page = page_of(desk, covered_line())

    assert "4 Start of the warranty" in page
    assert "60 months" in page
    assert '<span class="soft">start</span> 01/05/2025' in page
    assert "2025-05-01" not in page.partition('class="trace')[2].partition("</table>")[0]


def test_names_the_versions_and_leads_to_them_those_who_may_read_them(desk: Client, technician: User):
    line = covered_line(buyer="consumer", delivered_on=date(2025, 5, 4))
    verdict = claim_of(line).verdict
    addresses = [
        f"/admin/warranty/policyversion/{verdict.policy_version_id}/change/",
        f"/admin/warranty/lawversion/{verdict.law_version_id}/change/",
    ]

    engineers, technicians = page_of(desk, line), page_of(at_desk(technician), line)

    assert [address in engineers for address in addresses] == [True, True]
    assert [address in technicians for address in addresses] == [False, False]
    assert str(verdict.policy_version) in technicians


def test_tells_that_any_proof_would_do(desk: Client):
    page = page_of(desk, covered_line(unit=UNPROVEN, country="SE"))

    assert "With any invoice since the unit was made: In warranty (Commercial warranty)." in page
    assert "With any installation certificate: In warranty (Commercial warranty)." in page
    assert "private person" not in page.partition("What would change it")[2].partition("</ul>")[0]


def test_names_the_day_from_which_an_invoice_would_do(desk: Client):
    line = covered_line(unit={"manufactured_on": date(2022, 3, 1), "shipped_on": date(2022, 3, 10)})

    page = page_of(desk, line)

    assert "With an invoice dated on or after 20 November 2023: In warranty (Commercial warranty)." in page
    assert "With an installation certificate of 20 November 2023 or later: In warranty (Commercial warranty)." in page


def test_lists_the_papers_it_rests_on_and_those_it_does_not_with_the_reason(desk: Client, engineer: User):
    line = covered_line(unit=UNPROVEN)
    used, refused = (
        ProofFactory(dated_on=date(2025, 5, 1), issuer="<b>Elec & Fils</b>", sha256="a" * 64),
        ProofFactory(
            dated_on=date(2025, 6, 1), sha256="b" * 64, state=ProofState.REJECTED, rejection="altered",
            decided_by=engineer, decided_at=timezone.now(),
        ),
    )  # fmt: skip
    claim_of(line).proofs.add(used, refused)
    mark_due(Claim.objects.filter(pk=line.claim_id))

    page = page_of(desk, judged_again(line))

    assert f"/admin/tickets/ticket/{line.ticket_id}/proofs/{used.pk}/" in page
    assert "01/05/2025, <b>Elec & Fils</b>" in page
    assert "&lt;b&gt;Elec" in desk.get(case_of(line.ticket)).content.decode()
    assert "not used: rejected" in page.replace("not used:</span>", "not used:").replace("\n", " ")
    assert "Provisional" in page


def test_shows_what_contradicts_what(desk: Client):
    line = covered_line()
    paper = ProofFactory(dated_on=date(2025, 4, 1), serials=["2512999999H"])
    claim_of(line).proofs.add(paper)
    mark_due(Claim.objects.filter(pk=line.claim_id))

    page = page_of(desk, judged_again(line))

    assert "Invoice and sell-out list name different days: 1 April 2025, 1 May 2025" in page
    assert f"The paper names other serial numbers than {line.serial}: 2512999999H" in page


def test_what_is_to_be_confirmed_reads_as_it_will_be_heard(desk: Client):
    line = covered_line(unit=EXPIRED, buyer="")

    page = page_of(desk, line)

    assert "Once confirmed:</b> The Charge Amps warranty on this unit" in page
    assert "if a company did, please tell us" not in page


def test_leads_to_the_life_of_the_unit_and_says_when_nobody_ought_to_use_it(desk: Client):
    line = covered_line()
    assert line.unit is not None
    assert "Recalled" not in page_of(desk, line)
    Unit.objects.filter(pk=line.unit_id).update(state="recalled")

    page = page_of(desk, line)

    assert f'href="/admin/warranty/unit/{line.unit_id}/change/"' in page
    assert '<span class="badge alarm">Recalled</span>' in page


def test_a_replaced_unit_points_to_its_successor_which_is_one_click_away(desk: Client, manager: User):
    line, successor = covered_line(), UnitFactory(serial="2512009999H")
    assert line.unit is not None
    swap_units(old=line.unit, new=successor, exchange=Exchange(swapped_on=date(2026, 1, 5)), user=manager)
    judged_again(line)

    page = page_of(desk, line)

    assert f'Replaced by <a class="mono" href="/admin/warranty/unit/{successor.pk}/change/">2512009999H</a>' in page
    desk.post(post_to(line.ticket, "correct-unit"), {"line": line.pk, "serial": "2512009999H"})
    assert claim_of(judged_again(line)).verdict.reason == "START_PURCHASE"
    assert "Replaced by" not in page_of(desk, line)


def test_a_unit_on_its_way_back_already_points_to_that_case(desk: Client):
    first = covered_line()
    Ticket.objects.filter(pk=first.ticket_id).update(status="held")
    line = covered_line()
    TicketLine.objects.filter(pk=line.pk).update(serial=first.serial, unit=first.unit)
    Claim.objects.filter(pk=line.claim_id).update(serial=first.serial, unit=first.unit)
    mark_due(Claim.objects.filter(pk=line.claim_id))
    judged_again(line)

    page = page_of(desk, line)

    number = first.ticket.pretty_number
    assert f'On its way back in <a class="mono" href="/admin/tickets/ticket/?q={number}">{number}</a>' in page


def test_keeps_earlier_verdicts_in_a_fold(desk: Client):
    line = covered_line(unit=UNPROVEN)
    first = page_of(desk, line)
    type(line.unit).objects.filter(pk=line.unit_id).update(sold_on=date(2025, 5, 1))
    mark_due(Claim.objects.filter(pk=line.claim_id))

    page = page_of(desk, judged_again(line))

    assert Verdict.objects.count() == 2
    assert "<summary>Earlier" not in first
    assert "<summary>Earlier" in page
    assert "Needs proof · Nothing proves a start" in page.partition("<summary>Earlier")[2]


def test_a_mixed_case_says_so_at_the_top_with_figures(desk: Client):
    case = TicketFactory(language="en")
    for unit in (OPEN, OPEN, EXPIRED):
        covered_line(case, unit=unit)

    top = text_of(desk.get(case_of(case))).partition('<div class="two">')[0]

    assert "Mixed" in top
    assert "2 In warranty" in top
    assert "1 Out of warranty" in top


def test_one_decision_for_all_is_told_once(desk: Client):
    case = covered_line().ticket
    covered_line(case)

    top = text_of(desk.get(case_of(case))).partition('<div class="two">')[0]

    assert "Mixed" not in top
    assert top.count("In warranty") == 1


def test_a_unit_whose_verdict_is_still_to_come_says_so(desk: Client):
    claim = ClaimFactory(due_since=timezone.now())
    line = TicketLineFactory(unit=claim.unit, claim=claim)

    page = page_of(desk, line)

    assert "being computed" in page
    assert "The verdict is computed in a moment." in page
    assert "Override the verdict" not in page


def test_a_line_of_a_case_that_moved_in_has_no_card(desk: Client):
    line = TicketLineFactory()

    assert "verdict-" not in page_of(desk, line)


def test_a_unit_of_no_known_product_has_a_card_all_the_same(desk: Client):
    lay_down_terms()
    claim = ClaimFactory(unit=None, product=None, serial="777", due_since=timezone.now())
    line = TicketLineFactory(unit=None, product=None, serial="777", claim=claim)

    page = page_of(desk, judged_again(line))

    assert "Serial number not in the registry" in page
    assert claim_of(line).verdict.decision == "needs_proof"


def test_states_facts_and_the_verdict_follows(desk: Client, engineer: User):
    line = covered_line(unit=EXPIRED)
    given = filled(line, buyer="consumer", delivered_on="2024-01-15", discovered_on="2026-11-01", has_log="on")

    response = desk.post(post_to(line.ticket, "warranty-facts"), given)

    claim = claim_of(line)
    assert response.status_code == 303
    assert (claim.buyer, claim.delivered_on, claim.has_log) == ("consumer", date(2024, 1, 15), True)
    assert claim.due_since is not None
    assert line.ticket.events.get(kind=EventKind.FACTS_CHANGED).actor == engineer
    assert "is computed again" in page_of(desk, line)
    assert claim_of(judged_again(line)).verdict.reason == "STATUTORY_ONLY"


def test_the_form_shows_what_is_known(desk: Client):
    page = page_of(desk, covered_line(delivered_on=date(2025, 5, 4), country="NO"))

    assert 'value="2025-05-04"' in page
    assert 'name="country" value="NO"' in page
    assert '<option value="business" selected>' in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"discovered_on": "2026-12-24"}, "The fault cannot have been found on that day."),
        ({"discovered_on": "1066-10-14"}, "The fault cannot have been found on that day."),
        ({"delivered_on": "2999-01-01"}, "It cannot have been delivered on that day."),
        ({"delivered_on": "2025-02-30"}, "Please give a day like 2025-05-20."),
        ({"exclusion_state": "confirmed"}, "Please say which exclusion it is."),
        ({"country": "ZZ"}, "ZZ"),
        ({"buyer": "thief"}, "thief"),
        ({"plate": ""}, "This field is required."),
    ],
)
def test_facts_that_cannot_be_are_refused_in_their_place_and_kept(desk: Client, wrong: dict[str, str], sentence: str):
    line = covered_line()
    other = covered_line(line.ticket)

    response = desk.post(post_to(line.ticket, "warranty-facts"), filled(line, has_log="on", **wrong))

    page = text_of(response)
    mine = page.partition(f'id="verdict-{line.pk}"')[2].partition(f'id="verdict-{other.pk}"')[0]
    assert response.status_code == 422
    assert sentence in mine
    assert "checked" in mine
    assert sentence not in page.partition(f'id="verdict-{other.pk}"')[2]
    assert claim_of(line).has_log is False
    assert line.ticket.events.filter(kind=EventKind.FACTS_CHANGED).exists() is False


def test_saying_the_same_again_changes_nothing(desk: Client):
    line = covered_line()

    response = desk.post(post_to(line.ticket, "warranty-facts"), filled(line))

    assert response.status_code == 303
    assert claim_of(line).due_since is None


def test_stays_on_the_page_of_the_unit(desk: Client):
    case = covered_line().ticket
    for _n in range(30):
        TicketLineFactory(ticket=case)
    last = covered_line(case)
    address = post_to(case, "warranty-facts") + f"?units=2&line={last.pk}"

    refused = desk.post(address, filled(last, discovered_on="2999-01-01"))
    kept = desk.post(address, filled(last, country="NO"))

    assert "The fault cannot have been found on that day." in text_of(refused)
    assert kept["Location"].endswith(f"?units=2&line={last.pk}#units")


def test_who_only_reads_finds_reasons_and_no_form(technician: User):
    line = covered_line(unit=EXPIRED)

    page = page_of(at_desk(technician), line)

    assert "Reported after the end" in page
    assert "What would change it" in page
    assert "warranty-facts" not in page
    assert "Override the verdict" not in page


def many(case: Ticket, amount: int, engineer: User) -> None:
    for _n in range(amount):
        line = covered_line(case, unit=UNPROVEN)
        claim_of(line).proofs.add(ProofFactory(dated_on=date(2025, 5, 1)))
        mark_due(Claim.objects.filter(pk=line.claim_id))
        judged_again(line)


def test_twenty_five_units_cost_the_statements_of_one(desk: Client, engineer: User, django_assert_max_num_queries):
    case = TicketFactory(language="en")
    many(case, 25, engineer)

    with django_assert_max_num_queries(21):
        closed = text_of(desk.get(case_of(case)))
    chosen = case.lines.order_by("position")[20]
    with django_assert_max_num_queries(21):
        opened = text_of(desk.get(case_of(case), {"line": chosen.pk}))

    # Each with its decision and what the customer reads; the reasons of one unit at a time.
    assert closed.count("The customer reads:") == 25
    assert (closed.count("How it came about"), opened.count("How it came about")) == (0, 1)
    assert opened.index("How it came about") > opened.index(f'id="verdict-{chosen.pk}"')
    assert f"?units=1&line={chosen.pk}#verdict-{chosen.pk}" in closed


def test_of_many_units_the_one_that_was_refused_is_open(desk: Client, engineer: User):
    case = TicketFactory(language="en")
    many(case, 5, engineer)
    line = case.lines.latest("position")

    page = text_of(desk.post(post_to(case, "warranty-facts"), filled(line, discovered_on="2999-01-01")))

    assert page.count("How it came about") == 1
    assert "The fault cannot have been found on that day." in page.partition(f'id="verdict-{line.pk}"')[2]


@pytest.mark.parametrize("nonsense", ["", "x", "\x00", "9" * 50, "-1"])
def test_a_line_that_is_none_opens_none(desk: Client, nonsense: str):
    line = covered_line()

    assert desk.get(case_of(line.ticket), {"line": nonsense, "units": nonsense}).status_code == 200


def test_a_terms_row_that_is_replaced_leaves_old_verdicts_readable(desk: Client):
    line = covered_line()
    version = PolicyVersion.objects.get(pk=claim_of(line).verdict.policy_version_id)
    PolicyVersion.objects.create(
        policy=version.policy, supersedes=version, term_months=12, start_rule="purchase", published_at=timezone.now()
    )

    page = page_of(desk, fresh(line))

    assert str(version) in page
    assert "01/05/2030" in page
