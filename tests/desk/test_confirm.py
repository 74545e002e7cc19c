"""A refusal is confirmed by a person before the customer hears of it."""

from datetime import date

import pytest
from django.test import Client

from accounts.actors import Actor
from accounts.models import User
from common.errors import DomainError
from mail.models import OutgoingMail
from tests.desk.conftest import at_desk
from tests.desk.covered import EXPIRED, UNPROVEN, claim_of, covered_line, fresh, judged_again
from tests.desk.pages import case_of, post_to, text_of
from tests.desk.test_overrides import race
from tickets.models import EventKind, TicketLine
from tickets.services import cover
from warranty.models import Attention, Claim, Standing
from warranty.services.claims import StatedFacts
from warranty.services.quotes import check_may_quote

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(db: None) -> TicketLine:
    return covered_line(unit=EXPIRED)


def row_of(line: TicketLine) -> dict[str, object]:
    return {"line": line.pk, "seen": claim_of(line).verdict_id}


def test_until_then_the_customer_hears_that_somebody_looks(desk: Client, line: TicketLine):
    page = text_of(desk.get(case_of(line.ticket)))

    assert claim_of(line).attention == Attention.TO_CONFIRM
    assert OutgoingMail.objects.exists() is False
    assert "The customer reads:</b> An engineer of Charge Amps looks at the warranty" in page
    assert "Once confirmed:</b> The Charge Amps warranty on this unit" in page
    assert "Confirm “Out of warranty” and tell the customer" in page


def test_confirming_issues_it_and_tells_the_customer(desk: Client, line: TicketLine, engineer: User):
    response = desk.post(post_to(line.ticket, "confirm-verdict"), row_of(line))

    verdict = claim_of(line).verdict
    assert response.status_code == 303
    assert (verdict.standing, verdict.confirmed_by) == (Standing.ISSUED, engineer)
    assert verdict.issued_at is not None
    assert claim_of(line).attention == ""
    assert line.ticket.events.get(kind=EventKind.VERDICT_CONFIRMED).actor == engineer
    assert "ended on" in OutgoingMail.objects.get().text
    page = text_of(desk.get(case_of(line.ticket)))
    assert "Confirm “" not in page
    assert "Once confirmed:" not in page


def test_a_double_click_confirms_once_and_is_told(desk: Client, line: TicketLine):
    row = row_of(line)

    first, again = (desk.post(post_to(line.ticket, "confirm-verdict"), row) for _click in range(2))

    assert (first.status_code, again.status_code) == (303, 422)
    assert "This verdict does not wait for a confirmation." in text_of(again)
    assert OutgoingMail.objects.count() == 1


def test_what_changed_meanwhile_is_not_confirmed(desk: Client, line: TicketLine, engineer: User):
    row = row_of(line)
    cover.state_facts(line=line, facts=StatedFacts(buyer="business", country="NO"), actor=Actor.staff(engineer))

    due = desk.post(post_to(line.ticket, "confirm-verdict"), row)
    judged_again(line)
    old = desk.post(post_to(line.ticket, "confirm-verdict"), row)

    assert (due.status_code, old.status_code) == (422, 422)
    for response in (due, old):
        assert "The facts have changed meanwhile; please look at the verdict again." in text_of(response)
    assert claim_of(line).verdict.standing == Standing.TO_CONFIRM
    assert OutgoingMail.objects.exists() is False


@pytest.mark.parametrize("unit", [None, UNPROVEN])
def test_what_needs_nobody_is_not_confirmed(desk: Client, unit):
    line = covered_line(unit=unit)
    before = claim_of(line).verdict.standing

    response = desk.post(post_to(line.ticket, "confirm-verdict"), row_of(line))

    assert response.status_code == 422
    assert claim_of(line).verdict.standing == before


def test_an_exclusion_is_stated_then_confirmed_and_voids(desk: Client):
    line = covered_line()
    said = {"line": line.pk, "buyer": "business", "country": "SE", "plate": "readable", "exclusion": "overvoltage"}

    desk.post(post_to(line.ticket, "warranty-facts"), {**said, "exclusion_state": "alleged"})
    alleged = claim_of(judged_again(line)).verdict
    desk.post(post_to(line.ticket, "warranty-facts"), {**said, "exclusion_state": "confirmed"})
    confirmed = claim_of(judged_again(line)).verdict

    assert (alleged.decision, alleged.flags) == ("in_warranty", ["PENDING_INSPECTION"])
    assert (confirmed.decision, confirmed.reason) == ("void", "EXCL_OVERVOLTAGE")
    assert confirmed.standing == Standing.TO_CONFIRM


def test_who_only_reads_confirms_nothing(line: TicketLine, technician: User):
    response = at_desk(technician).post(post_to(line.ticket, "confirm-verdict"), row_of(line))

    assert response.status_code == 403
    assert "Confirm “" not in text_of(at_desk(technician).get(case_of(line.ticket)))


def test_a_unit_of_another_case_is_not_confirmed_here(desk: Client, line: TicketLine):
    other = covered_line(unit=EXPIRED)

    assert desk.post(post_to(other.ticket, "confirm-verdict"), row_of(line)).status_code == 422
    assert claim_of(line).verdict.standing == Standing.TO_CONFIRM


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_at_once_one_does(line: TicketLine, engineer: User, manager: User):
    seen = claim_of(line).verdict_id

    results = race(
        lambda: cover.confirm_verdict(line=fresh(line), seen=seen, user=engineer),
        lambda: cover.confirm_verdict(line=fresh(line), seen=seen, user=manager),
    )

    assert results == ["This verdict does not wait for a confirmation.", "done"]
    assert OutgoingMail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_facts_that_change_while_somebody_confirms_leave_one_story(line: TicketLine, engineer: User):
    seen = claim_of(line).verdict_id
    said = StatedFacts(buyer="consumer", country="SE", delivered_on=date(2024, 5, 1))

    def confirm() -> None:
        cover.confirm_verdict(line=fresh(line), seen=seen, user=engineer)

    def state() -> None:
        cover.state_facts(line=fresh(line), facts=said, actor=Actor.staff(engineer))

    results = race(confirm, state)

    was_confirmed = results == ["done", "done"]
    assert was_confirmed or results == [
        "The facts have changed meanwhile; please look at the verdict again.",
        "done",
    ]
    assert Claim.objects.get(pk=line.claim_id).due_since is not None
    assert claim_of(judged_again(line)).verdict.decision == "in_warranty"


def test_a_case_without_claims_is_refused_in_words(desk: Client):
    line = covered_line(unit=EXPIRED)
    TicketLine.objects.filter(pk=line.pk).update(claim=None)

    response = desk.post(post_to(line.ticket, "confirm-verdict"), {"line": line.pk, "seen": 1})

    assert response.status_code == 422


def test_a_price_is_named_only_after_it(line: TicketLine, desk: Client):
    with pytest.raises(DomainError, match="no price may be named"):
        check_may_quote(claim_of(line))
    desk.post(post_to(line.ticket, "confirm-verdict"), row_of(line))

    check_may_quote(claim_of(line))
