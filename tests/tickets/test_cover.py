"""Every line of a case gets its verdict: asked for at filing, judged in the background, told when it may be."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any
from unittest import mock

import pytest
from django.db import connection
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from common.errors import DomainError
from mail.models import OutgoingMail
from tests.factories import ProductFactory, TicketFactory, UnitFactory
from tickets.models import EventKind, Source, Ticket, TicketLine
from tickets.services import status
from tickets.services.cover import assess_case, assess_due, confirm_verdict, state_facts
from tickets.services.filing import Contact, Filing, Words, file_case
from tickets.services.lines import UnitClaim, add_lines, correct_line
from tickets.services.proofs import ask_for_proof
from tickets.services.safety import flag_safety
from tickets.services.triage import change_contact
from tickets.states import TicketStatus
from warranty.decisions import Decision
from warranty.models import Buyer, Claim, Standing, Unit, Verdict
from warranty.rulings import Reason
from warranty.services.claims import StatedFacts
from warranty.services.terms_on_file import lay_down_laws, lay_down_policies

CLOCK = Actor.clock()


@pytest.fixture(autouse=True)
def _terms(db: None) -> None:
    lay_down_laws()
    lay_down_policies()
    ProductFactory()


def sold(serial: str, *, days_ago: int) -> Unit:
    on = timezone.localdate() - timedelta(days=days_ago)
    return UnitFactory(serial=serial, sold_on=on, manufactured_on=on - timedelta(days=60))


def filed(*serials: str, **changes: Any) -> Ticket:
    contact = Contact(email="camille@customer.example", name="Camille", country="SE", language="en")
    told = {"source": Source.FORM, "contact": contact, "words": Words("It is dead."), "symptom": "no_power"}
    stated = StatedFacts(buyer=Buyer.BUSINESS)
    return file_case(Filing(**{**told, "units": [UnitClaim(s) for s in serials], "stated": stated, **changes}))


def line_of(ticket: Ticket) -> TicketLine:
    return ticket.lines.select_related("claim__verdict", "ticket").get()


def verdict_mails() -> int:
    return OutgoingMail.objects.filter(kind="tickets/verdict").count()


def test_a_case_asks_cover_for_each_of_its_units_and_two_lines_may_be_decided_differently():
    sold("2512000001H", days_ago=100)
    sold("2012000002H", days_ago=2500)

    ticket = filed("2512-000001 h", "2012000002H", "2599000003H")
    assert Claim.objects.filter(due_since__isnull=False).count() == 3
    assert assess_due() == 3

    decided = [line.claim.verdict.decision for line in ticket.lines.select_related("claim__verdict")]
    assert decided == [Decision.IN_WARRANTY, Decision.OUT_OF_WARRANTY, Decision.NEEDS_PROOF]
    assert [event.kind for event in ticket.events.filter(kind=EventKind.VERDICT_CHANGED)] == ["verdict_changed"] * 3
    assert Claim.objects.filter(due_since__isnull=False).count() == 0


def test_the_customer_hears_at_once_what_is_issued_and_of_a_refusal_only_when_it_is_confirmed(engineer: User):
    sold("2012000002H", days_ago=2500)
    ticket = filed("2012000002H")
    assess_due()
    assert verdict_mails() == 0

    verdict = confirm_verdict(line=line_of(ticket), seen=line_of(ticket).claim.verdict_id, user=engineer)

    assert (verdict.standing, verdict.confirmed_by) == (Standing.ISSUED, engineer)
    assert verdict_mails() == 1
    event = ticket.events.get(kind=EventKind.VERDICT_CONFIRMED)
    assert (event.actor, "EXPIRED" in event.after) == (engineer, True)


def test_what_is_covered_is_told_in_one_mail_for_all_units_of_the_case():
    sold("2512000001H", days_ago=100)
    sold("2512000002H", days_ago=100)

    filed("2512000001H", "2512000002H")
    assess_due()

    assert verdict_mails() == 1


def test_judging_again_without_news_says_nothing():
    sold("2512000001H", days_ago=100)
    ticket = filed("2512000001H")
    assess_due()
    Claim.objects.update(due_since=timezone.now())

    assert assess_due() == 0

    assert verdict_mails() == 1
    assert ticket.events.filter(kind=EventKind.VERDICT_CHANGED).count() == 1


def test_what_staff_state_is_written_into_the_history_and_decides(engineer: User):
    sold("2012000002H", days_ago=1000)
    ticket = filed("2012000002H")
    assess_due()
    facts = StatedFacts(buyer=Buyer.CONSUMER, country="SE", discovered_on=timezone.localdate())

    state_facts(line=line_of(ticket), facts=facts, actor=Actor.staff(engineer))
    assess_due()

    event = ticket.events.get(kind=EventKind.FACTS_CHANGED)
    assert event.actor == engineer
    assert "buyer=consumer" in event.after
    assert line_of(ticket).claim.verdict.statutory_until is not None


def test_a_corrected_serial_is_judged_as_the_other_unit(engineer: User):
    sold("2512000001H", days_ago=100)
    ticket = filed("2512000007H")
    assess_due()
    assert line_of(ticket).claim.verdict.reason == Reason.SERIAL_UNKNOWN

    correct_line(line=line_of(ticket), claim=UnitClaim("2512000001H"), actor=Actor.staff(engineer))
    assess_due()

    assert line_of(ticket).claim.verdict.decision == Decision.IN_WARRANTY


def test_one_more_unit_is_asked_cover_for_by_the_same_buyer(engineer: User):
    ticket = filed("2512000001H")

    (line,) = add_lines(ticket=ticket, claims=[UnitClaim("2512000002H")], actor=Actor.staff(engineer))

    assert line.claim is not None
    assert (line.claim.buyer, line.claim.country) == (Buyer.BUSINESS, "SE")


def test_another_country_is_another_law(engineer: User):
    sold("2512000001H", days_ago=100)
    ticket = filed("2512000001H", stated=StatedFacts(buyer=Buyer.CONSUMER))
    assess_due()
    before = line_of(ticket).claim.verdict.statutory_until

    contact = Contact(email=ticket.email, name=ticket.name, country="NO", language="en")
    change_contact(ticket=ticket, contact=contact, actor=Actor.staff(engineer))
    assess_due()

    after = line_of(ticket).claim.verdict.statutory_until
    assert (after.year - before.year, line_of(ticket).claim.country) == (2, "NO")


def test_danger_that_shows_later_is_flagged_in_the_verdict(engineer: User):
    sold("2512000001H", days_ago=100)
    ticket = filed("2512000001H")
    assess_due()

    flag_safety(ticket=ticket, actor=Actor.staff(engineer))
    assess_due()

    assert line_of(ticket).claim.verdict.flags == ["SAFETY_LANE"]


def test_a_unit_that_is_on_its_way_back_in_an_older_case_points_there():
    sold("2512000001H", days_ago=100)
    first, ticket = filed("2512000001H"), filed("2512000001H")
    status.hold_for_return(ticket=first, actor=CLOCK)

    assess_due()

    claim = line_of(ticket).claim
    assert (claim.verdict.reason, claim.open_elsewhere) == (Reason.DUPLICATE_OPEN, first.number)
    assert line_of(first).claim.verdict.decision == Decision.IN_WARRANTY


def test_a_finished_case_is_judged_when_it_is_opened_again_and_not_before(engineer: User):
    ticket = filed("2512000001H")
    status.close_ticket(ticket=ticket, actor=Actor.staff(engineer))
    assert assess_due() == 0

    status.reopen_ticket(ticket=ticket, actor=Actor.staff(engineer))

    assert assess_due() == 1


def test_a_case_from_before_there_were_verdicts_gets_one_and_nobody_is_mailed():
    sold("2512000001H", days_ago=100)
    ticket = filed("2512000001H")
    Ticket.objects.filter(pk=ticket.pk).update(created_at=timezone.now() - timedelta(days=2))

    assert assess_due() == 1

    assert verdict_mails() == 0


def test_spam_is_judged_by_nobody():
    filed("2512000001H", is_spam=True)

    assert assess_due() == 0
    assert Verdict.objects.count() == 0


def test_one_case_that_cannot_be_judged_keeps_no_other_waiting():
    sold("2512000001H", days_ago=100)
    broken, whole = filed("2512000009H"), filed("2512000001H")

    def fails_once(ticket_id: int) -> int:
        if ticket_id == broken.pk:
            raise RuntimeError("broken on purpose")
        return assess_case(ticket_id)

    with mock.patch("tickets.services.cover.assess_case", fails_once):
        assert assess_due() == 1

    assert line_of(whole).claim.verdict is not None
    assert line_of(broken).claim.due_since is not None


def test_one_click_asks_for_the_proof_and_the_case_waits_for_the_customer(engineer: User):
    ticket = filed("2599000003H")
    assess_due()

    ask_for_proof(ticket=ticket, user=engineer)

    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.WAITING
    assert verdict_mails() == 1
    event = ticket.events.get(kind=EventKind.PROOF_ASKED)
    assert (event.actor, event.after) == (engineer, "2599000003H")


def test_where_nothing_is_missing_nobody_is_asked(engineer: User):
    sold("2512000001H", days_ago=100)
    ticket = filed("2512000001H")
    assess_due()

    with pytest.raises(DomainError, match="No unit of this case waits"):
        ask_for_proof(ticket=ticket, user=engineer)

    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.NEW
    assert verdict_mails() == 1


def test_a_line_that_moved_in_without_a_claim_cannot_be_decided(engineer: User):
    line = TicketLine.objects.create(ticket=TicketFactory(), position=1, serial="2512000001H")

    with pytest.raises(DomainError, match="never asked"):
        state_facts(line=line, facts=StatedFacts(), actor=Actor.staff(engineer))


def test_a_round_that_takes_too_long_calls_for_another_one():
    for number in range(3):
        filed(f"251200000{number}H")

    with mock.patch("tickets.services.cover.wake") as called:
        judged = [assess_due(seconds=0), assess_due(seconds=0), assess_due(seconds=60)]

    assert judged == [1, 1, 1]
    assert called.call_count == 2


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_judge_each_case_once():
    lay_down_laws()
    lay_down_policies()
    ProductFactory()
    for number in range(6):
        sold(f"251200000{number}H", days_ago=100)
        contact = Contact(email=f"camille{number}@customer.example", country="SE", language="en")
        filed(f"251200000{number}H", contact=contact)

    def sweep() -> int:
        try:
            return assess_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        judged = [future.result() for future in [pool.submit(sweep) for _ in range(3)]]
    judged.append(assess_due())

    assert sum(judged) == 6
    assert Verdict.objects.count() == 6
    assert verdict_mails() == 6


def test_judging_one_unit_takes_a_fixed_number_of_statements(django_assert_max_num_queries):
    sold("2512000001H", days_ago=100)
    ticket = filed("2512000001H")

    with django_assert_max_num_queries(30):
        assess_case(ticket.pk)


def test_the_day_of_the_report_is_the_day_of_the_case():
    ticket = filed("2512000001H")

    assert line_of(ticket).claim.reported_at == ticket.created_at
    assert timezone.localdate(ticket.created_at) >= date(2026, 1, 1)
