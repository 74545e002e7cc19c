"""The customer hears by mail what was decided on the cover of their units, and nothing else."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from mail.models import OutgoingMail
from tests.factories import (
    ClaimFactory,
    PolicyVersionFactory,
    TicketFactory,
    TicketLineFactory,
    UserFactory,
    VerdictFactory,
)
from tickets.emails import queue_verdict
from tickets.models import Ticket, TicketLine
from tickets.states import TicketStatus
from warranty.models import Claim, Override, PolicyVersion, Standing

pytestmark = pytest.mark.django_db

EXPIRED = {
    "decision": "out_of_warranty",
    "basis": "none",
    "reason": "EXPIRED",
    "legal": "none",
    "statutory_until": None,
}


@pytest.fixture
def case() -> Ticket:
    return TicketFactory(language="en", email="camille@customer.example")


def line_of(case: Ticket, **said: object) -> TicketLine:
    claim = ClaimFactory()
    VerdictFactory(claim=claim, policy_version=PolicyVersion.objects.first() or PolicyVersionFactory(), **said)
    return TicketLineFactory(ticket=case, unit=claim.unit, claim=claim)


def goodwill(claim: Claim, **made: object) -> Override:
    at = timezone.now()
    said = {
        "decision": "in_warranty",
        "is_goodwill": True,
        "reason": "A good customer of many years",
        "role": "manager",
        "made_by": UserFactory(),
        "made_at": at,
        "expires_on": timezone.localdate() + timedelta(days=30),
    }
    return Override.objects.create(claim=claim, verdict=claim.verdict, **{**said, **made})


def test_one_mail_tells_of_all_the_units_each_with_its_own_answer(case):
    lines = [line_of(case), line_of(case), line_of(case, **EXPIRED, confirmed_by=UserFactory())]

    mail = queue_verdict(case, lines)

    assert OutgoingMail.objects.get() == mail
    assert [delivery.address for delivery in mail.deliveries.all()] == ["camille@customer.example"]
    assert mail.is_automatic
    assert mail.subject == f"[RMA {case.pretty_number}] Warranty"
    for body in (mail.text, mail.html):
        assert all(line.serial in body for line in lines)
        assert body.count("Covered until 20 May 2030 by the Charge Amps warranty") == 1
        assert "ended on 20 May 2030, before the fault was reported" in body
        assert "answer us: a person looks at it again" in body
        assert "https://link.invalid/" in body


@pytest.mark.parametrize(("language", "day"), [("fr", "20 mai 2030"), ("sv", "20 maj 2030")])
def test_speaks_the_language_of_the_case(case, language, day):
    case.language = language
    case.save()

    mail = queue_verdict(case, [line_of(case)])

    assert mail.language == language
    assert day in mail.text


def test_a_refusal_that_nobody_has_confirmed_is_not_told(case):
    waiting, decided = line_of(case, **EXPIRED, standing=Standing.TO_CONFIRM), line_of(case)

    mail = queue_verdict(case, [waiting, decided])

    assert decided.serial in mail.text
    assert waiting.serial not in mail.text
    assert queue_verdict(case, [waiting]) is None


def test_goodwill_is_told_without_its_reason_and_in_place_of_the_verdict(case):
    line = line_of(case, **EXPIRED, standing=Standing.TO_CONFIRM)
    goodwill(line.claim, expires_on=date(2099, 12, 24))

    mail = queue_verdict(case, [line])

    assert "as a gesture of goodwill, if the unit is sent in by 24 December 2099" in mail.text
    assert "good customer" not in mail.text + mail.html
    assert "ended" not in mail.text


@pytest.mark.parametrize(
    "made",
    [{"needs_second": True}, {"withdrawn_at": timezone.now()}, {"expires_on": date(2020, 1, 1)}],
    ids=["not seconded", "withdrawn", "expired"],
)
def test_an_override_that_is_not_in_force_is_not_told(case, made):
    line = line_of(case)
    goodwill(line.claim, decision="void", **made)

    assert "Covered until 20 May 2030" in queue_verdict(case, [line]).text


@pytest.mark.parametrize("reason", ["STOLEN_FLAG", "CLONE_SUSPECTED", "RESELLER_UNKNOWN"])
def test_what_a_person_has_yet_to_look_at_is_worth_no_mail(case, reason):
    line = line_of(case, decision="review", basis="none", reason=reason, standing=Standing.PROVISIONAL)

    assert queue_verdict(case, [line]) is None


def test_tells_nothing_where_no_cover_was_asked_for(case):
    assert queue_verdict(case, [TicketLineFactory(ticket=case)]) is None
    assert OutgoingMail.objects.exists() is False


def test_spam_is_never_answered(case):
    line = line_of(case)
    case.status = TicketStatus.SPAM

    assert queue_verdict(case, [line]) is None


def test_no_case_makes_a_spam_cannon_of_us(case):
    line = line_of(case)

    mails = [queue_verdict(case, [line]) for _ in range(8)]

    assert [mail is not None for mail in mails] == [True] * 6 + [False] * 2


def test_a_case_of_many_units_costs_the_same_few_statements(case, django_assert_max_num_queries):
    lines = [line_of(case) for _ in range(30)]

    with django_assert_max_num_queries(14):
        mail = queue_verdict(case, lines)

    assert mail.text.count("Covered until") == 1
