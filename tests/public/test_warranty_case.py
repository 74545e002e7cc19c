"""The page of a case tells how each unit is covered, as far as the customer may hear it, and takes the papers."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.factories import (
    ClaimFactory,
    PolicyVersionFactory,
    ProofFactory,
    TicketLineFactory,
    UnitFactory,
    UserFactory,
    VerdictFactory,
)
from tests.public.reporting import text_of
from tickets.models import Attachment, Purpose, Ticket, TicketLine
from warranty.models import Override, PolicyVersion, ProofState, Rejection, Standing

pytestmark = pytest.mark.django_db
EXPIRED = {
    "decision": "out_of_warranty",
    "basis": "none",
    "reason": "EXPIRED",
    "legal": "none",
    "statutory_until": None,
}
WANTING = {
    "decision": "needs_proof",
    "basis": "none",
    "reason": "PROOF_OF_PURCHASE",
    "start_on": None,
    "commercial_until": None,
    "statutory_until": None,
    "standing": Standing.PROVISIONAL,
}


@pytest.fixture
def version(db: None) -> PolicyVersion:
    return PolicyVersionFactory()


def line_of(case: Ticket, version: PolicyVersion, **said: object) -> TicketLine:
    unit = UnitFactory(reseller=None, distributor=None)
    claim = ClaimFactory(unit=unit)
    VerdictFactory(claim=claim, policy_version=version, **said)
    return TicketLineFactory(ticket=case, unit=unit, claim=claim)


def cover_of(text: str) -> str:
    """What the section on the warranty says."""
    return text.split(" Warranty ", 1)[1].split("The terms of the warranty, and your legal rights", 1)[0]


def test_says_how_long_by_whom_and_both_ends_apart(client, case, address, version):
    line = line_of(case, version)

    response = client.get(address)

    text = cover_of(text_of(response))
    assert line.serial in text
    assert "In warranty" in text
    assert "Covered until 20 May 2030 by the Charge Amps warranty" in text
    assert "Charge Amps warranty, until 20 May 2030" in text
    assert "Legal rights against the seller, until 12 May 2027" in text
    assert "Please send nothing yet" in text
    assert f'href="/warranty/policy/#version-{version.pk}"' in response.content.decode()


def test_a_refusal_is_not_heard_before_a_person_has_confirmed_it(client, case, address, version, engineer):
    line = line_of(case, version, **EXPIRED, standing=Standing.TO_CONFIRM)

    before = cover_of(text_of(client.get(address)))
    verdict = line.claim.verdict
    verdict.standing, verdict.issued_at, verdict.confirmed_by = Standing.ISSUED, timezone.now(), engineer
    verdict.save(update_fields=["standing", "issued_at", "confirmed_by"])
    after = cover_of(text_of(client.get(address)))

    assert "An engineer of Charge Amps looks at the warranty of this unit" in before
    assert "ended" not in before
    assert "2030" not in before
    assert "Out of warranty" in after
    assert "ended on 20 May 2030" in after


@pytest.mark.parametrize("standing", [Standing.PROVISIONAL, Standing.TO_CONFIRM])
@pytest.mark.parametrize("reason", ["NOT_OUR_PRODUCT", "SERIAL_DEFACED", "EXCL_MISUSE"])
def test_nothing_of_a_void_verdict_leaks_before_its_time(client, case, address, version, reason, standing):
    line_of(case, version, decision="void", basis="none", reason=reason, standing=standing)

    text = cover_of(text_of(client.get(address)))

    assert "We look at it" in text
    assert "Not covered" not in text
    assert "2030" not in text


def test_a_stolen_unit_reads_like_any_that_a_person_looks_at(client, case, address, version):
    line = line_of(case, version, **{**WANTING, "decision": "review", "reason": "NO_POLICY"})
    usual = cover_of(text_of(client.get(address)))

    line.delete()
    other = line_of(case, version, **{**WANTING, "decision": "review", "reason": "STOLEN_FLAG"})

    assert cover_of(text_of(client.get(address))).replace(other.serial, line.serial) == usual


def test_asks_for_the_proof_with_an_open_door_where_it_decides(client, case, address, version):
    line_of(case, version, **WANTING)

    html = client.get(address).content.decode()

    assert "we need to see when and from whom the unit was bought" in html
    assert '<details class="more no-print" id="proof" open>' in html
    assert 'name="is_proof" value="on"' in html


def test_the_door_stands_ajar_where_no_proof_is_asked_for(client, case, address, version):
    line_of(case, version)

    assert '<details class="more no-print" id="proof">' in client.get(address).content.decode()


def test_takes_the_proof_through_its_door(client, case, address, version, photo):
    line_of(case, version, **WANTING)

    sent = client.post(address, {"is_proof": "on", "files": SimpleUploadedFile("bill.jpg", photo)})

    assert sent.status_code == 303
    assert Attachment.objects.get().purpose == Purpose.PROOF
    assert "Your message has reached us." in text_of(client.get(sent["Location"]))


def test_a_paper_that_is_refused_says_so_at_its_door_and_leaves_the_conversation_alone(
    client, case, address, version, photo
):
    line_of(case, version)
    files = [SimpleUploadedFile("bill.jpg", photo), SimpleUploadedFile("evil.svg", b"<svg onload=alert(1)>")]

    refused = client.post(address, {"is_proof": "on", "files": files})

    door = refused.content.decode().split('id="proof" open')[1].split("</form>")[0]
    rest = refused.content.decode().split('id="conversation"')[1]
    assert refused.status_code == 422
    assert "evil.svg" in door
    assert 'name="files_kept"' in door
    assert "evil.svg" not in rest
    assert 'name="files_kept"' not in rest


def test_an_empty_door_is_refused_where_it_stands(client, case, address, version):
    line_of(case, version)

    refused = client.post(address, {"is_proof": "on"}).content.decode()

    assert "Please write something or attach a file." in refused.split('id="proof" open')[1].split("</form>")[0]
    assert "Please write something or attach a file." not in refused.split('id="conversation"')[1]


def test_each_paper_tells_how_it_stands(client, case, address, version, engineer):
    claim = line_of(case, version, **WANTING).claim
    for paper in (
        ProofFactory(state=ProofState.REJECTED, rejection=Rejection.NO_DATE, decided_by=engineer),
        ProofFactory(
            state=ProofState.REJECTED, rejection=Rejection.OTHER, rejection_note="It is a menu.", decided_by=engineer
        ),
        ProofFactory(state=ProofState.VERIFIED, dated_on=date(2025, 5, 8), issuer="Elec SARL", decided_by=engineer),
        ProofFactory(file=None, redacted_at=timezone.now(), state=ProofState.REJECTED, rejection="no_proof",
                     decided_by=engineer),
    ):  # fmt: skip
        claim.proofs.add(paper)

    text = cover_of(text_of(client.get(address)))

    assert "Not accepted : It does not show on which day it was bought." in text
    assert "Not accepted : It is a menu." in text
    assert "Verified : 8 May 2025, Elec SARL" in text
    assert "Send another paper" in text
    assert engineer.name not in text


def test_while_a_paper_is_verified_nothing_more_is_asked_for(client, case, address, version):
    line = line_of(case, version, **WANTING)
    line.claim.proofs.add(ProofFactory())

    text = cover_of(text_of(client.get(address)))

    assert "We verify your papers" in text
    assert "being verified" in text
    assert "Please send the invoice" not in text


@pytest.mark.parametrize(
    ("made", "words"),
    [
        ({}, "as a gesture of goodwill, if the unit is sent in by"),
        ({"is_goodwill": False}, "covers it; the decision holds until"),
        ({"decision": "void", "is_goodwill": False}, "the warranty does not cover this unit"),
        ({"needs_second": True}, "An engineer of Charge Amps looks at the warranty of this unit"),
        ({"expires_on": date(2020, 1, 1)}, "An engineer of Charge Amps looks at the warranty of this unit"),
        ({"withdrawn_at": timezone.now()}, "An engineer of Charge Amps looks at the warranty of this unit"),
    ],
)
def test_a_person_may_decide_otherwise_and_that_is_what_is_heard(client, case, address, version, made, words):
    claim = line_of(case, version, **EXPIRED, standing=Standing.TO_CONFIRM).claim
    said = {"decision": "in_warranty", "is_goodwill": True, "expires_on": timezone.localdate() + timedelta(days=9)}
    who = {"role": "manager", "made_by": UserFactory(), "made_at": timezone.now(), "reason": "He shouted so loudly"}
    Override.objects.create(claim=claim, verdict=claim.verdict, **{**said, **who, **made})

    text = cover_of(text_of(client.get(address)))

    assert words in text
    assert "shouted" not in text


def test_until_something_is_computed_a_person_looks(client, case, address):
    claim = ClaimFactory()
    TicketLineFactory(ticket=case, unit=claim.unit, claim=claim)

    assert "We look at it" in cover_of(text_of(client.get(address)))


def test_a_case_that_moved_in_says_nothing_of_it(client, case, address):
    TicketLineFactory(ticket=case)

    assert 'id="warranty"' not in client.get(address).content.decode()


def test_units_with_the_same_answer_are_told_together(client, case, address, version):
    lines = [line_of(case, version) for _ in range(8)]
    line_of(case, version, **EXPIRED, confirmed_by=UserFactory())

    html = client.get(address).content.decode()

    assert html.count("Covered until 20 May 2030") == 1
    assert "All 8 units" in html
    assert all(line.serial in html for line in lines)


def test_many_different_answers_are_folded(client, case, address, version):
    for month in range(1, 13):
        line_of(case, version, commercial_until=date(2031, month, 1))

    html = client.get(address).content.decode()

    assert "Show 4 more answers" in html
    assert html.count('<article class="cover">') == 12


def test_five_hundred_units_cost_the_same_few_statements(client, case, address, version, django_assert_max_num_queries):
    for _ in range(40):
        line_of(case, version, commercial_until=date(2031, 1, 1) + timedelta(days=_)).claim.proofs.add(ProofFactory())

    with django_assert_max_num_queries(8):
        response = client.get(address)

    assert response.status_code == 200
    assert "All 40 units" in text_of(response)


@pytest.mark.parametrize(("language", "end"), [("fr", "20 mai 2030"), ("sv", "20 maj 2030")])
def test_the_dates_are_those_of_the_readers_language(client, case, address, version, language, end):
    case.language = language
    case.save()
    line_of(case, version)

    assert client.get(address).content.decode().count(end) == 2
