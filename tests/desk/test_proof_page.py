"""The page of a paper: looked at, verified or rejected in two clicks, and every look written down."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from files.services import erase_file, store_file
from mail.models import OutgoingMail
from tests.desk.conftest import at_desk
from tests.desk.pages import case_of, post_to, text_of
from tests.factories import PolicyVersionFactory, ResellerFactory, TicketFactory, UnitFactory, UserFactory
from tests.files.samples import picture
from tests.warranty.paper_samples import AMBIGUOUS, FRENCH, pdf
from tickets.models import Attachment, Purpose, Source, Ticket
from tickets.services.filing import Contact, Filing, NewAttachment, Words, file_case
from tickets.services.lines import UnitClaim
from tickets.states import TicketStatus
from warranty.models import Proof, ProofKind, ProofState, ProofView, Rejection, Unit
from warranty.services.readings import read_waiting

pytestmark = pytest.mark.django_db
SERIALS = ("2512004713H", "2512004714H")


@pytest.fixture(autouse=True)
def _terms(db: None) -> None:
    PolicyVersionFactory()


def filed(
    content: bytes | None = None, *, name: str = "facture.pdf", serials: tuple[str, ...] = SERIALS[:1], email: str = ""
) -> Ticket:
    known = set(Unit.objects.values_list("serial", flat=True))
    for serial in serials:
        if serial not in known:
            UnitFactory(serial=serial)
    file = store_file(name=name, content=content or pdf(*FRENCH))
    return file_case(
        Filing(
            source=Source.FORM,
            contact=Contact(email=email or "c@customer.example", name="Camille", country="FR", language="en"),
            words=Words("It does not charge."),
            units=[UnitClaim(serial) for serial in serials],
            attachments=[NewAttachment(file, Purpose.PROOF)],
        )
    )


@pytest.fixture
def case(db: None) -> Ticket:
    ResellerFactory(name="Elec du Sud")
    ticket = filed()
    read_waiting()
    return ticket


def page_of(ticket: Ticket, proof: Proof | None = None) -> str:
    return reverse("admin:tickets_ticket_proof", args=[ticket.pk, (proof or Proof.objects.get()).pk])


def prefilled(page: str) -> dict[str, str]:
    """What the form would send if nobody touched it."""
    fields = dict(re.findall(r'<input[^>]*name="(issuer|number|quantity|dated_on|how)"[^>]*value="([^"]*)"', page))
    fields |= {name: value for value, name in re.findall(r'value="([^"]*)"[^>]*name="(quantity)"', page)}
    if chosen := re.search(r'name="day" value="([^"]*)" checked', page):
        fields["day"] = chosen[1]
    return fields


def verify(client: Client, ticket: Ticket, **given: Any):
    data = {
        "do": "verify",
        "kind": "invoice",
        "dated_on": "2025-05-12",
        "quantity": "1",
        "issuer": "Elec SARL",
        **given,
    }
    return client.post(page_of(ticket), data)


def reject(client: Client, ticket: Ticket, **given: Any):
    return client.post(page_of(ticket), {"do": "reject", "because": "no_date", "note": "", "tell": "on", **given})


def test_shows_the_text_beside_a_form_that_is_filled_in(desk: Client, case: Ticket):
    page = text_of(desk.get(page_of(case)))

    assert "Facture N° : FA-2025-0117" in page
    assert 'value="Elec du Sud"' in page
    assert 'value="FA-2025-0117"' in page
    assert "12 May 2025" in page
    assert "5 December 2025" in page
    assert "2512004714H" in page


def test_shows_a_picture_in_place_and_a_scan_as_a_download(desk: Client):
    photo = filed(picture(), name="bon.jpg")
    scan = filed(b"%PDF-1.4\nscan %%EOF", name="scan.pdf", email="d@customer.example", serials=("2512009999H",))
    read_waiting()
    first, second = Proof.objects.order_by("pk")

    with_picture = text_of(desk.get(page_of(photo, first)))
    without_text = text_of(desk.get(page_of(scan, second)))
    shown = desk.get(f"{page_of(photo, first)}file/?inline=1")
    loaded = desk.get(f"{page_of(scan, second)}file/?inline=1")

    assert f'src="{page_of(photo, first)}file/?inline=1"' in with_picture
    assert "No text could be read" in without_text
    assert shown["Content-Type"] == "image/jpeg"
    assert shown["Content-Disposition"].startswith("inline")
    assert loaded["Content-Disposition"].startswith("attachment")


def test_verifies_what_is_proposed_in_one_more_click(desk: Client, engineer: User):
    ResellerFactory(name="Nordisk El")
    ticket = filed(pdf("Nordisk El AB", "Fakturanummer: 88123", "Fakturadatum 2025-05-12"))
    read_waiting()
    given = prefilled(text_of(desk.get(page_of(ticket))))

    response = desk.post(page_of(ticket), {"do": "verify", "kind": "invoice", **given})

    proof = Proof.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"{case_of(ticket)}#proofs")
    assert (proof.state, proof.decided_by, proof.dated_on) == (ProofState.VERIFIED, engineer, date(2025, 5, 12))
    assert (proof.number, proof.partner.name) == ("88123", "Nordisk El")


def test_an_ambiguous_day_is_offered_both_ways_and_chosen_by_a_person(desk: Client):
    ticket = filed(pdf(*AMBIGUOUS))
    read_waiting()
    page = text_of(desk.get(page_of(ticket)))

    refused = verify(desk, ticket, dated_on="", day="")
    verify(desk, ticket, dated_on="", day="2025-03-04")

    assert 'value="2025-04-03"' in page
    assert 'value="2025-03-04"' in page
    assert 'name="day" value="2025-04-03" checked' not in page
    assert page.count("written “03/04/2025”") == 2
    assert refused.status_code == 422
    assert "Please choose or give the day" in text_of(refused)
    proof = Proof.objects.get()
    assert (proof.dated_on, proof.or_dated_on) == (date(2025, 3, 4), None)


def test_says_whether_the_two_readings_would_be_decided_differently(desk: Client):
    # Three years from purchase: with the fourth of January it is over, with the first of April it is not.
    UnitFactory(serial="2012004713H", manufactured_on=date(2020, 3, 16))
    apart = filed(pdf("Watt Ltd", "Invoice date: 04/01/2020"), serials=("2012004713H",))
    read_waiting()

    page = text_of(desk.get(page_of(apart)))

    assert "The date reads two ways" in page
    assert "→ " in page


def test_asks_the_customer_which_day_it_means(desk: Client):
    ticket = filed(pdf(*AMBIGUOUS))
    read_waiting()

    response = desk.post(page_of(ticket), {"do": "ask-date"})

    assert response.status_code == 303
    assert OutgoingMail.objects.filter(kind="tickets/proof_date").count() == 1
    assert Ticket.objects.get().status == TicketStatus.WAITING


def test_rejects_with_one_button_a_reason_and_tells_the_customer(desk: Client, case: Ticket):
    page = text_of(desk.get(page_of(case)))

    response = reject(desk, case)

    assert all(f'name="because" value="{reason}"' in page for reason in Rejection.values)
    assert response.status_code == 303
    assert Proof.objects.get().rejection == Rejection.NO_DATE
    assert OutgoingMail.objects.filter(kind="tickets/proof_rejected").count() == 1
    assert Ticket.objects.get().status == TicketStatus.WAITING


def test_rejects_without_a_word_where_another_paper_is_there(desk: Client, case: Ticket):
    reject(desk, case, tell="")

    assert OutgoingMail.objects.filter(kind="tickets/proof_rejected").exists() is False
    assert Ticket.objects.get().status == TicketStatus.NEW


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"because": ""}, "Please say why."),
        ({"because": "burnt"}, "burnt is not one of the available choices"),
        ({"because": "other"}, "Please say in your own words why"),
        ({"because": "other", "note": "x" * 301}, "at most 300 characters"),
    ],
)
def test_a_rejection_that_cannot_be_keeps_what_was_typed(desk: Client, case: Ticket, given, sentence):
    response = reject(desk, case, **{"note": "", **given})

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert Proof.objects.get().state == ProofState.PENDING


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"dated_on": "2025-02-30"}, "Please give a day like 2025-05-20."),
        ({"dated_on": "", "day": "soon"}, "Please choose or give the day"),
        ({"dated_on": "2025-05-13", "day": "2025-05-12"}, "chosen one day and typed another"),
        ({"dated_on": "1970-01-01"}, "A paper cannot be from that day."),
        ({"dated_on": "9999-12-31"}, "A paper cannot be from that day."),
        ({"quantity": "0"}, "greater than or equal to 1"),
        ({"quantity": "two"}, "Enter a whole number."),
        ({"quantity": ""}, "Please give the number of units"),
        ({"currency": "EURO"}, "at most 3 characters"),
        ({"number": "9" * 61}, "at most 60 characters"),
        ({"product": "TOASTER"}, "TOASTER is not one of the available choices"),
        ({"kind": "letter"}, "letter is not one of the available choices"),
        ({"serials": "x" * 20_001}, "at most 20000 characters"),
    ],
)
def test_findings_that_cannot_be_are_refused_beside_the_field_and_kept(desk: Client, case: Ticket, given, sentence):
    response = verify(desk, case, **{"how": "by phone", **given})

    page = text_of(response)
    assert response.status_code == 422
    assert sentence in page
    assert 'value="by phone"' in page
    assert Proof.objects.get().state == ProofState.PENDING


@pytest.mark.parametrize(
    "given", [{}, {"do": "burn"}, {"do": "verify"}, {"do": "reopen"}, {"do": "verify", "lines": "\x00"}]
)
def test_nonsense_is_refused_and_no_error(desk: Client, case: Ticket, given):
    response = desk.post(page_of(case), given)

    assert response.status_code == 422
    assert Proof.objects.get().state == ProofState.PENDING


def test_says_for_which_units_of_a_large_case_it_is(desk: Client):
    ticket = filed(serials=SERIALS)
    lines = list(ticket.lines.order_by("position"))
    page = text_of(desk.get(page_of(ticket)))

    nothing = verify(desk, ticket)
    kept = verify(desk, ticket, lines=[lines[1].pk, "x", 10**30], quantity="0")
    verify(desk, ticket, lines=[lines[1].pk])

    assert page.count('name="lines"') == 2
    assert page.count("checked> <span><span") == 2
    assert (nothing.status_code, "for which unit" in text_of(nothing)) == (422, True)
    assert text_of(kept).count("checked> <span><span") == 1
    assert list(Proof.objects.get().claims.all()) == [lines[1].claim]


def test_the_second_of_two_people_is_told(desk: Client, administrator: User, case: Ticket):
    verify(at_desk(administrator), case)

    late = reject(desk, case, note="typed")

    assert late.status_code == 422
    assert "Ada Min has decided about this paper already" in text_of(late)
    assert Proof.objects.get().state == ProofState.VERIFIED


def test_a_decision_is_taken_back(desk: Client, case: Ticket):
    verify(desk, case)
    page = text_of(desk.get(page_of(case)))

    desk.post(page_of(case), {"do": "reopen"})

    assert "Verified by Anna Berg" in page
    assert Proof.objects.get().state == ProofState.PENDING


def test_names_the_other_cases_that_lean_on_the_same_file(desk: Client, case: Ticket):
    other = filed(email="other@customer.example", serials=("2512009999H",))

    page = text_of(desk.get(page_of(case, Proof.objects.first())))

    assert "The same file stands for other units: 2512009999H" in page
    assert f'href="{case_of(other)}"' in page
    assert other.pretty_number in page


def test_shows_each_contradiction_as_a_reason(desk: Client):
    UnitFactory(serial="2512004713H", manufactured_on=date(2025, 3, 17), sold_on=date(2025, 5, 13))
    ticket = filed(pdf("Invoice date 2025-03-01", "S/N 2512009999H"))
    read_waiting()

    page = text_of(desk.get(page_of(ticket)))

    for sentence in (
        "Invoice and sell-out list name different days",
        "the unit was made on",
        "The paper names other serial numbers than 2512004713H: 2512009999H",
    ):
        assert sentence in page


def test_every_look_is_written_down_and_shown_to_managers_alone(
    desk: Client, manager: User, engineer: User, case: Ticket
):
    proof = Proof.objects.get()

    for_engineer = text_of(desk.get(page_of(case)))
    desk.get(f"{page_of(case)}file/?inline=1")
    desk.get(reverse("admin:tickets_ticket_file", args=[case.pk, proof.file_id]))
    for_manager = text_of(at_desk(manager).get(page_of(case)))

    assert [view.user for view in ProofView.objects.order_by("pk")] == [engineer, manager]
    assert "Who looked at it" not in for_engineer
    assert "Who looked at it" in for_manager
    assert "Anna Berg" in for_manager


def test_a_file_opened_without_its_page_is_a_look_too(desk: Client, engineer: User, case: Ticket):
    desk.get(reverse("admin:tickets_ticket_file", args=[case.pk, Proof.objects.get().file_id]))

    assert ProofView.objects.get().user == engineer


def test_the_page_of_the_case_shows_no_picture_of_a_paper_and_writes_no_look(desk: Client):
    ticket = filed(picture(), name="bon.jpg")

    page = text_of(desk.get(case_of(ticket)))

    assert "<img" not in page.split('id="case-files"')[1].split("</section>")[0]
    assert f'href="{page_of(ticket)}"' in page
    assert ProofView.objects.exists() is False


def test_a_technician_looks_and_decides_nothing(technician: User, case: Ticket):
    browser = at_desk(technician)

    page = text_of(browser.get(page_of(case)))
    answers = [verify(browser, case).status_code, reject(browser, case).status_code]

    assert 'value="verify"' not in page
    assert "FA-2025-0117" in page
    assert answers == [403, 403]
    assert Proof.objects.get().state == ProofState.PENDING


def test_nobody_else_gets_in(client: Client, case: Ticket):
    outsider = at_desk(UserFactory())

    for browser in (client, outsider):
        for path in (page_of(case), f"{page_of(case)}file/"):
            assert browser.get(path)["Location"].startswith("/admin/login/")
    assert ProofView.objects.exists() is False


def test_a_paper_is_found_only_under_its_own_case(desk: Client, case: Ticket):
    other = TicketFactory()
    nowhere = reverse("admin:tickets_ticket_proof", args=[case.pk, 999_999])

    for path in (
        page_of(other),
        f"{page_of(other)}file/",
        nowhere,
    ):
        assert desk.get(path).status_code == 404
    assert verify(desk, other).status_code == 404


def test_any_file_of_the_case_is_made_a_paper(desk: Client, case: Ticket):
    file = store_file(name="scan.pdf", content=pdf("x"))
    Attachment.objects.create(message=case.messages.get(), file=file)
    page = text_of(desk.get(case_of(case)))

    response = desk.post(post_to(case, "use-as-proof"), {"file": file.pk, "kind": "certificate"})

    assert f'<option value="{file.pk}">' in page
    assert response.status_code == 303
    assert Proof.objects.get(file=file).kind == ProofKind.CERTIFICATE


def test_a_file_of_another_case_is_made_no_paper_here(desk: Client, case: Ticket):
    foreign = filed(pdf("x"), email="other@customer.example", serials=("2512009999H",))
    file = Attachment.objects.get(message__ticket=foreign).file

    answers = [
        desk.post(post_to(case, "use-as-proof"), {"file": value, "kind": "invoice"}).status_code
        for value in (file.pk, "x", "")
    ]

    assert answers == [422, 422, 422]
    assert Proof.objects.filter(claims__line__ticket=case).count() == 1


def test_a_redacted_paper_says_so_and_keeps_what_decided(
    desk: Client, case: Ticket, django_capture_on_commit_callbacks
):
    verify(desk, case)
    proof = Proof.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        erase_file(file=proof.file)
    Proof.objects.update(file=None, redacted_at=proof.decided_at)

    page, file = desk.get(page_of(case)), desk.get(f"{page_of(case)}file/")

    assert "The paper was erased on" in text_of(page)
    assert "12 May 2025" in text_of(page)
    assert file.status_code == 410
    assert "Take the decision back" not in text_of(page)


def test_the_page_costs_the_same_for_one_unit_and_for_many(desk: Client, django_assert_max_num_queries):
    serials = tuple(f"25120047{n:02}H" for n in range(40))
    ticket = filed(serials=serials)
    read_waiting()

    with django_assert_max_num_queries(70):
        desk.get(page_of(ticket))
