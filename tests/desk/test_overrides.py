"""A person decides otherwise than the rules: who may, for how long, with whose agreement, and what it leads to."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.roles import Role, give_role, sync_roles
from common.errors import DomainError
from mail.models import OutgoingMail
from tests.desk.conftest import at_desk
from tests.desk.covered import EXPIRED, UNPROVEN, claim_of, covered_line, fresh, judged_again
from tests.desk.pages import case_of, post_to, text_of
from tests.factories import UserFactory
from tickets.models import EventKind, TicketLine
from tickets.periodic import end_expired_overrides
from tickets.services import overrides
from warranty.models import Attention, Override, Verdict
from warranty.services.overrides import NewOverride
from warranty.standing import effective

pytestmark = pytest.mark.django_db


@pytest.fixture
def line(db: None) -> TicketLine:
    """A unit whose warranty has expired; nobody has confirmed that yet."""
    return covered_line(unit=EXPIRED)


@pytest.fixture
def director(db: None) -> User:
    """A second manager."""
    return staff(Role.MANAGER)


def staff(role: Role) -> User:
    sync_roles()
    user = UserFactory()
    give_role(user, role)
    return User.objects.get(pk=user.pk)


def in_days(days: int):
    return timezone.localdate() + timedelta(days=days)


def wanted(line: TicketLine, **other: object) -> NewOverride:
    said = {"decision": "in_warranty", "reason": "Fault known from this lot", "expires_on": in_days(30)}
    return NewOverride(**{**said, "seen": claim_of(line).verdict_id, **other})


def filled(line: TicketLine, **other: object) -> dict[str, object]:
    said = {"decision": "in_warranty", "reason": "Fault known from this lot", "expires_on": in_days(30).isoformat()}
    return {"line": line.pk, "seen": claim_of(line).verdict_id, "currency": "EUR", **said, **other}


def expire(override: Override) -> None:
    Override.objects.filter(pk=override.pk).update(expires_on=in_days(-1))


def test_stands_beside_the_verdict_and_the_customer_hears_of_it(desk: Client, line: TicketLine, engineer: User):
    verdict = claim_of(line).verdict

    response = desk.post(post_to(line.ticket, "override"), filled(line))

    override = Override.objects.get()
    assert response.status_code == 303
    assert (override.decision, override.role, override.made_by) == ("in_warranty", "engineer", engineer)
    assert (override.verdict, claim_of(line).verdict) == (verdict, verdict)
    assert (verdict.decision, Verdict.objects.count()) == ("out_of_warranty", 1)
    assert effective(claim_of(line), on=timezone.localdate()).decision == "in_warranty"
    assert claim_of(line).attention == ""
    event = line.ticket.events.get(kind=EventKind.VERDICT_OVERRIDDEN)
    assert (event.actor, event.reason) == (engineer, "Fault known from this lot")
    assert "covers it" in OutgoingMail.objects.get().text


def test_the_card_shows_who_decided_what_and_what_the_rules_say(desk: Client, line: TicketLine):
    desk.post(post_to(line.ticket, "override"), filled(line))

    page = text_of(desk.get(case_of(line.ticket)))

    for words in ("overridden", "Anna Berg (engineer)", "Fault known from this lot", "the rules say “Out of warranty”"):
        assert words in page
    assert "Override the verdict" not in page
    assert "Confirm “" not in page


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"decision": ""}, "Please choose a decision."),
        ({"decision": "out_of_warranty"}, "That is what the rules say already."),
        ({"decision": "review"}, "review"),
        ({"reason": " \x00 "}, "Please say why."),
        ({"reason": "x" * 501}, "500"),
        ({"expires_on": ""}, "Please say until when."),
        ({"expires_on": "31/12/2026"}, "Please give a day like 2025-05-20."),
        ({"expires_on": "2020-01-01"}, "This day has passed."),
        ({"is_goodwill": "on"}, "Please say what the goodwill costs us."),
        ({"is_goodwill": "on", "cost": "much"}, "Please give an amount like 350 or 350.50."),
        ({"is_goodwill": "on", "cost": "9" * 12}, "Please give an amount like 350 or 350.50."),
        ({"is_goodwill": "on", "cost": "1000000"}, "Please give an amount like 350 or 350.50."),
        ({"is_goodwill": "on", "cost": "-5"}, "Please give an amount like 350 or 350.50."),
        ({"is_goodwill": "on", "cost": "5", "currency": ""}, "Please say in which currency."),
        ({"is_goodwill": "on", "cost": "5", "decision": "void"}, "Goodwill can only mean that the unit is covered."),
        ({"seen": "999999"}, "The facts have changed meanwhile; please look at the verdict again."),
    ],
)
def test_what_cannot_be_is_refused_in_its_place_and_what_was_typed_is_kept(
    desk: Client, line: TicketLine, wrong: dict[str, str], sentence: str
):
    response = desk.post(post_to(line.ticket, "override"), filled(line, **wrong))

    page = text_of(response)
    assert response.status_code == 422
    assert sentence in page
    if "reason" not in wrong:
        assert 'value="Fault known from this lot"' in page
    assert Override.objects.exists() is False
    assert line.ticket.events.filter(kind=EventKind.VERDICT_OVERRIDDEN).exists() is False
    assert OutgoingMail.objects.exists() is False


def test_an_engineer_decides_for_ninety_days_and_a_manager_for_longer(line: TicketLine, engineer: User, manager: User):
    with pytest.raises(DomainError, match="a manager may decide for longer") as refusal:
        overrides.override_verdict(line=line, wanted=wanted(line, expires_on=in_days(91)), user=engineer)
    overrides.override_verdict(line=line, wanted=wanted(line, expires_on=in_days(365)), user=manager)

    assert refusal.value.field == "expires_on"
    assert Override.objects.get().role == "manager"


def test_the_ninetieth_day_is_an_engineers(line: TicketLine, engineer: User):
    override = overrides.override_verdict(line=line, wanted=wanted(line, expires_on=in_days(90)), user=engineer)

    assert override.expires_on == in_days(90)


def test_who_only_reads_may_not(line: TicketLine, technician: User):
    browser = at_desk(technician)

    assert browser.post(post_to(line.ticket, "override"), filled(line)).status_code == 403
    with pytest.raises(DomainError, match="Your role may not do this"):
        overrides.override_verdict(line=line, wanted=wanted(line), user=technician)


def test_the_owner_decides_as_the_owner(line: TicketLine, administrator: User):
    assert overrides.override_verdict(line=line, wanted=wanted(line), user=administrator).role == "owner"


@pytest.mark.parametrize(("cost", "needs"), [("300", False), ("300,01", True), ("0.01", False), ("1 200.50", True)])
def test_goodwill_above_the_limit_needs_a_second_person(desk: Client, line: TicketLine, cost: str, needs: bool):
    desk.post(post_to(line.ticket, "override"), filled(line, is_goodwill="on", cost=cost))

    override = Override.objects.get()
    assert override.needs_second == needs
    assert OutgoingMail.objects.count() == (0 if needs else 1)
    assert effective(claim_of(line), on=timezone.localdate()).is_override != needs
    assert claim_of(line).attention == (Attention.TO_CONFIRM if needs else "")


def costly(line: TicketLine, user: User) -> Override:
    goodwill = {"is_goodwill": True, "cost": 90_000, "currency": "EUR"}
    return overrides.override_verdict(line=line, wanted=wanted(line, **goodwill), user=user)


def test_a_second_manager_agrees_and_only_then_it_holds(line: TicketLine, manager: User, director: User):
    override = costly(line, manager)
    asked = text_of(at_desk(director).get(case_of(line.ticket)))

    response = at_desk(director).post(post_to(line.ticket, "second-override"), {"line": line.pk, "row": override.pk})

    override.refresh_from_db()
    assert "Waits for a second person:" in asked
    assert "900.00 EUR" in asked
    assert (response.status_code, override.seconded_by) == (303, director)
    assert effective(claim_of(line), on=timezone.localdate()).decision == "in_warranty"
    assert claim_of(line).attention == ""
    assert line.ticket.events.filter(kind=EventKind.OVERRIDE_SECONDED, actor=director).exists()
    assert "goodwill" in OutgoingMail.objects.get().text


def test_nobody_agrees_with_themselves_and_no_engineer_agrees(line: TicketLine, manager: User, engineer: User):
    override = costly(line, manager)

    mine = at_desk(manager).post(post_to(line.ticket, "second-override"), {"line": line.pk, "row": override.pk})
    lower = at_desk(engineer).post(post_to(line.ticket, "second-override"), {"line": line.pk, "row": override.pk})

    override.refresh_from_db()
    assert (mine.status_code, lower.status_code) == (422, 422)
    assert "nobody is the second to their own override" in text_of(mine)
    assert "Your role may not do this" in text_of(lower)
    assert override.seconded_by is None
    assert OutgoingMail.objects.exists() is False


def test_agreeing_twice_or_where_nobody_asked_is_refused(
    line: TicketLine, engineer: User, manager: User, director: User
):
    override = costly(line, manager)
    overrides.second_override(line=line, override=override, user=director)

    with pytest.raises(DomainError, match="waits for nobody"):
        overrides.second_override(line=line, override=override, user=director)
    overrides.withdraw_override(line=line, override=override, user=manager)
    plain = overrides.override_verdict(line=judged_again(line), wanted=wanted(line), user=engineer)
    with pytest.raises(DomainError, match="waits for nobody"):
        overrides.second_override(line=line, override=plain, user=director)


def test_withdrawing_lets_the_verdict_hold_again_and_says_so(desk: Client, line: TicketLine, engineer: User):
    override = overrides.override_verdict(line=line, wanted=wanted(line), user=engineer)
    row = {"line": line.pk, "row": override.pk, "reason": "Wrong unit"}

    first = desk.post(post_to(line.ticket, "withdraw-override"), row)
    again = desk.post(post_to(line.ticket, "withdraw-override"), row)

    assert (first.status_code, again.status_code) == (303, 422)
    assert "This override was withdrawn meanwhile." in text_of(again)
    assert effective(claim_of(line), on=timezone.localdate()).is_override is False
    assert line.ticket.events.get(kind=EventKind.OVERRIDE_WITHDRAWN).reason == "Wrong unit"
    assert claim_of(judged_again(line)).attention == Attention.TO_CONFIRM


def test_whoever_was_told_of_it_is_told_that_it_holds_no_longer_once_there_is_an_answer(engineer: User):
    answered, unanswered = covered_line(), covered_line(unit=EXPIRED)
    for line, decision in ((answered, "void"), (unanswered, "in_warranty")):
        override = overrides.override_verdict(line=line, wanted=wanted(line, decision=decision), user=engineer)
        overrides.withdraw_override(line=line, override=override, user=engineer)

    topics = [mail.topic for mail in OutgoingMail.objects.filter(topic__in=[answered.ticket.topic])]

    # Not covered, in warranty again; of the refusal that nobody has confirmed not a word.
    assert len(topics) == 2
    assert OutgoingMail.objects.filter(topic=unanswered.ticket.topic).count() == 1


def test_what_nobody_heard_of_is_withdrawn_in_silence(line: TicketLine, manager: User):
    override = costly(line, manager)

    overrides.withdraw_override(line=line, override=override, user=manager)

    assert OutgoingMail.objects.exists() is False


def test_a_second_override_waits_until_the_first_is_withdrawn(desk: Client, line: TicketLine):
    first = desk.post(post_to(line.ticket, "override"), filled(line))
    double_click = desk.post(post_to(line.ticket, "override"), filled(line))

    assert (first.status_code, double_click.status_code) == (303, 422)
    assert "An override stands already; withdraw that one first." in text_of(double_click)
    assert (Override.objects.count(), OutgoingMail.objects.count()) == (1, 1)


def test_an_expired_one_holds_no_longer_and_leaves_room(line: TicketLine, engineer: User):
    old = overrides.override_verdict(line=line, wanted=wanted(line), user=engineer)
    expire(old)

    stood = effective(claim_of(line), on=timezone.localdate())
    new = overrides.override_verdict(line=line, wanted=wanted(line), user=engineer)

    old.refresh_from_db()
    assert stood.decision == "out_of_warranty"
    assert (old.withdrawn_at is not None, new.withdrawn_at) == (True, None)


def test_the_clock_ends_what_has_expired_once_and_asks_people_again(line: TicketLine, engineer: User):
    expire(overrides.override_verdict(line=line, wanted=wanted(line), user=engineer))
    other = covered_line(unit=EXPIRED)
    overrides.override_verdict(line=other, wanted=wanted(other), user=engineer)

    ended = [end_expired_overrides(), end_expired_overrides()]

    assert ended == [1, 0]
    event = line.ticket.events.get(kind=EventKind.OVERRIDE_WITHDRAWN)
    assert (event.actor, event.reason) == (None, "expired")
    assert claim_of(judged_again(line)).attention == Attention.TO_CONFIRM
    assert other.ticket.events.filter(kind=EventKind.OVERRIDE_WITHDRAWN).exists() is False


def test_whoever_has_expired_is_neither_agreed_with_nor_withdrawn(line: TicketLine, manager: User, director: User):
    override = costly(line, manager)
    expire(override)

    for act in (overrides.second_override, overrides.withdraw_override):
        with pytest.raises(DomainError, match="has expired"):
            act(line=line, override=override, user=director)


def test_nobody_is_asked_again_while_one_stands_though_the_facts_change(desk: Client, engineer: User):
    line = covered_line(unit=UNPROVEN)
    overrides.override_verdict(line=line, wanted=wanted(line), user=engineer)

    desk.post(
        post_to(line.ticket, "warranty-facts"),
        {"line": line.pk, "buyer": "business", "country": "NO", "plate": "readable", "exclusion_state": "none"},
    )
    line = judged_again(line)

    assert claim_of(line).verdict.facts["country"] == "NO"
    assert claim_of(line).attention == ""
    assert effective(claim_of(line), on=timezone.localdate()).is_override


def test_while_the_facts_are_being_weighed_nobody_overrides(desk: Client, line: TicketLine):
    given = filled(line)
    type(line.claim).objects.filter(pk=line.claim_id).update(due_since=timezone.now())

    response = desk.post(post_to(line.ticket, "override"), given)

    assert response.status_code == 422
    assert "The facts have changed meanwhile" in text_of(response)


def test_the_parts_of_one_case_are_not_touched_from_another(desk: Client, line: TicketLine, engineer: User):
    override = overrides.override_verdict(line=line, wanted=wanted(line), user=engineer)
    other = covered_line(unit=EXPIRED)

    foreign_line = desk.post(post_to(other.ticket, "override"), filled(line))
    foreign_row = desk.post(post_to(other.ticket, "withdraw-override"), {"line": other.pk, "row": override.pk})

    assert (foreign_line.status_code, foreign_row.status_code) == (422, 422)
    assert Override.objects.filter(withdrawn_at=None).count() == 1


def race(*acts: object) -> list[str]:
    """Run these at the same moment; “done”, or the sentence of the refusal."""
    results, barrier = [], Barrier(len(acts))

    def run(act) -> None:
        barrier.wait()
        try:
            act()
            results.append("done")
        except DomainError as refusal:
            results.append(str(refusal))
        finally:
            connection.close()

    threads = [Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(results)


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_one_decides_and_the_other_is_told(line: TicketLine, engineer: User, manager: User):
    results = race(
        lambda: overrides.override_verdict(line=fresh(line), wanted=wanted(line), user=engineer),
        lambda: overrides.override_verdict(line=fresh(line), wanted=wanted(line), user=manager),
    )

    assert results == ["An override stands already; withdraw that one first.", "done"]
    assert (Override.objects.count(), OutgoingMail.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_agreeing_and_withdrawing_at_once_leave_one_story(line: TicketLine, manager: User, director: User):
    override = costly(line, manager)

    results = race(
        lambda: overrides.second_override(line=fresh(line), override=override, user=director),
        lambda: overrides.withdraw_override(
            line=fresh(line), override=Override.objects.get(pk=override.pk), user=manager
        ),
    )

    override.refresh_from_db()
    assert override.withdrawn_at is not None
    # Either it was agreed first, told and then withdrawn; or it was gone before anybody could agree.
    if results == ["done", "done"]:
        assert OutgoingMail.objects.count() == 1
    else:
        assert results == ["This override was withdrawn meanwhile.", "done"]
        assert OutgoingMail.objects.exists() is False
