"""Papers of a case: from form, page and mail to evidence, and back to the customer when they do not do."""

from datetime import date

import pytest
from django.utils import timezone

from accounts.actors import Actor
from accounts.models import User
from common.errors import DomainError
from files.models import StoredFile
from files.services import store_file
from mail.models import Delivery, OutgoingMail
from tests.factories import MessageFactory, ProductFactory, UnitFactory
from tests.warranty.paper_samples import AMBIGUOUS, FRENCH, SWEDISH, pdf
from tickets.models import Attachment, EventKind, Purpose, Source, Ticket
from tickets.selectors.covered import claims_of
from tickets.selectors.proofs import proofs_of
from tickets.services.conversation import CustomerWords, add_customer_message
from tickets.services.filing import Contact, Filing, NewAttachment, Words, attach, file_case
from tickets.services.lines import UnitClaim, add_lines
from tickets.services.merging import merge_tickets
from tickets.services.proofs import (
    ask_for_date,
    reject_proof,
    reopen_proof,
    use_attachment_as_proof,
    verify_proof,
)
from tickets.states import TicketStatus
from warranty.models import Claim, Proof, ProofKind, ProofState, Rejection
from warranty.services.proofs import Findings
from warranty.services.readings import read_waiting

pytestmark = pytest.mark.django_db
CUSTOMER = Actor(name="Camille Durand")
FINDINGS = Findings(dated_on=date(2025, 5, 12), issuer="Elec SARL", number="FA-1")


def paper(*lines: str, name: str = "facture.pdf") -> StoredFile:
    return store_file(name=name, content=pdf(*(lines or FRENCH)))


def enclosed(*files: StoredFile, purpose: Purpose = Purpose.PROOF) -> list[NewAttachment]:
    return [NewAttachment(file, purpose) for file in files]


def filed(*files: StoredFile, serials: tuple[str, ...] = ("2512004713H",), email: str = "c@customer.example") -> Ticket:
    ProductFactory()
    return file_case(
        Filing(
            source=Source.FORM,
            contact=Contact(email=email, name="Camille Durand", country="FR", language="en"),
            words=Words("It does not charge."),
            units=[UnitClaim(serial) for serial in serials],
            attachments=enclosed(*files),
        )
    )


def write(ticket: Ticket, *attachments: NewAttachment, text: str = "Here it is") -> None:
    add_customer_message(
        ticket=ticket,
        said=CustomerWords(Words(text), name="Camille Durand", email=ticket.email, attachments=attachments),
    )


def kinds(ticket: Ticket) -> list[str]:
    return list(ticket.events.order_by("pk").values_list("kind", flat=True))


def asked(kind: str = "tickets/proof_rejected") -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(kind=kind))


def test_the_proof_of_a_report_is_evidence_for_every_unit_of_it():
    ticket = filed(paper(), serials=("2512004713H", "2512004714H"))

    proof = proofs_of(ticket).get()

    assert set(proof.claims.all()) == set(claims_of(ticket))
    assert proof.claims.count() == 2
    assert (proof.uploaded_by, proof.state) == ("Camille Durand", ProofState.PENDING)
    event = ticket.events.get(kind=EventKind.PROOF_ADDED)
    assert (event.actor_name, event.after) == ("Camille Durand", "facture.pdf")


def test_photos_and_other_files_are_no_papers():
    ticket = filed()

    write(ticket, *enclosed(paper(), purpose=Purpose.OTHER), *enclosed(paper(name="b.pdf"), purpose=Purpose.PHOTO))

    assert Proof.objects.exists() is False
    assert EventKind.PROOF_ADDED not in kinds(ticket)


def test_a_proof_sent_later_makes_the_verdict_due():
    ticket = filed()
    Claim.objects.update(due_since=None)

    write(ticket, *enclosed(paper()))

    assert proofs_of(ticket).get().claims.get() == claims_of(ticket).get()
    assert Claim.objects.get().due_since is not None


def test_a_proof_waits_for_its_unit():
    ticket = filed(paper(), serials=())
    assert Proof.objects.exists() is False

    add_lines(ticket=ticket, claims=[UnitClaim("2512004713H")], actor=CUSTOMER)

    assert proofs_of(ticket).get().claims.get() == claims_of(ticket).get()
    assert kinds(ticket).count(EventKind.PROOF_ADDED) == 1


def test_a_unit_added_later_gets_the_papers_of_the_case():
    ticket = filed(paper())

    add_lines(ticket=ticket, claims=[UnitClaim("2512004714H")], actor=CUSTOMER)

    assert set(proofs_of(ticket).get().claims.all()) == set(claims_of(ticket))
    assert Proof.objects.count() == 1


@pytest.mark.parametrize(("quantity", "units"), [(1, 1), (2, 2)])
def test_a_verified_paper_speaks_for_a_later_unit_only_while_its_quantity_lasts(engineer: User, quantity, units):
    ticket = filed(paper())
    proof = Proof.objects.get()
    findings = Findings(dated_on=date(2025, 5, 12), quantity=quantity)
    verify_proof(ticket=ticket, proof=proof, findings=findings, claims=proof.claims.all(), user=engineer)

    add_lines(ticket=ticket, claims=[UnitClaim("2512004714H")], actor=CUSTOMER)

    assert proof.claims.count() == units


def test_the_same_file_sent_twice_in_a_case_is_one_paper():
    ticket = filed(paper())

    write(ticket, *enclosed(paper()))

    assert Proof.objects.count() == 1


def test_staff_make_a_paper_of_any_file(engineer: User):
    ticket = filed()
    write(ticket, *enclosed(paper(name="scan1.pdf"), purpose=Purpose.OTHER))
    attachment = Attachment.objects.get()

    proof = use_attachment_as_proof(
        ticket=ticket, attachment=attachment, kind=ProofKind.CERTIFICATE, actor=Actor.staff(engineer)
    )

    attachment.refresh_from_db()
    assert (proof.kind, proof.file, attachment.purpose) == (ProofKind.CERTIFICATE, attachment.file, Purpose.PROOF)
    assert list(proof.claims.all()) == list(claims_of(ticket))
    assert ticket.events.get(kind=EventKind.PROOF_ADDED).actor == engineer
    with pytest.raises(DomainError, match="kept as a proof already"):
        use_attachment_as_proof(ticket=ticket, attachment=attachment, kind="invoice", actor=Actor.staff(engineer))


def test_a_paper_needs_a_unit(engineer: User):
    ticket = filed(serials=())
    message = MessageFactory(ticket=ticket)
    attach(message, enclosed(paper(), purpose=Purpose.OTHER))

    with pytest.raises(DomainError, match="add the unit first"):
        use_attachment_as_proof(
            ticket=ticket, attachment=Attachment.objects.get(), kind="invoice", actor=Actor.staff(engineer)
        )

    assert Attachment.objects.get().purpose == Purpose.OTHER


def test_verifying_is_remembered_by_the_case_and_says_for_which_units(engineer: User):
    ticket = filed(paper(), serials=("2512004713H", "2512004714H"))
    proof, first = Proof.objects.get(), claims_of(ticket).first()

    verify_proof(ticket=ticket, proof=proof, findings=FINDINGS, claims=[first], user=engineer)

    event = ticket.events.get(kind=EventKind.PROOF_VERIFIED)
    assert (event.actor, event.after) == (engineer, "Invoice or receipt FA-1")
    assert list(proof.claims.all()) == [first]
    ticket.refresh_from_db()
    assert ticket.status == TicketStatus.NEW
    assert Delivery.objects.filter(mail__kind="tickets/proof_rejected").exists() is False


def test_a_refused_verification_leaves_no_trace(engineer: User):
    ticket = filed(paper())
    proof, before = Proof.objects.get(), kinds(ticket)

    for findings, claims in ((FINDINGS, []), (Findings(dated_on=date(1900, 1, 1)), list(claims_of(ticket)))):
        with pytest.raises(DomainError):
            verify_proof(ticket=ticket, proof=proof, findings=findings, claims=claims, user=engineer)

    proof.refresh_from_db()
    assert (proof.state, proof.claims.count(), kinds(ticket)) == (ProofState.PENDING, 1, before)


@pytest.mark.parametrize("status", [TicketStatus.NEW, TicketStatus.OPEN, TicketStatus.RESOLVED])
def test_a_rejection_tells_the_customer_why_and_waits_for_another(engineer: User, status: str):
    ticket = filed(paper())
    Ticket.objects.update(status=status)

    reject_proof(
        ticket=ticket, proof=Proof.objects.get(), because=Rejection.NO_DATE, note="Page 1 is missing.", user=engineer
    )

    ticket.refresh_from_db()
    mail = asked()[0]
    assert ticket.status == TicketStatus.WAITING
    assert (mail.language, mail.deliveries.get().address) == ("en", ticket.email)
    assert f"[RMA {ticket.pretty_number}]" in mail.subject
    for words in ("facture.pdf", "It does not show on which day it was bought.", "Page 1 is missing.", "#proof"):
        assert words in mail.text
        assert words in mail.html
    assert len(mail.links) == 1
    event = ticket.events.get(kind=EventKind.PROOF_REJECTED)
    assert (event.actor, event.reason) == (engineer, "It shows no date · Page 1 is missing.")


@pytest.mark.parametrize("because", [reason for reason in Rejection.values if reason != Rejection.OTHER])
def test_each_reason_has_its_sentence(engineer: User, because: str):
    ticket = filed(paper())

    reject_proof(ticket=ticket, proof=Proof.objects.get(), because=because, note="", user=engineer)

    text = asked()[0].text
    assert "It " in text.split("proof of purchase:")[1].split("Please send")[0]


def test_another_reason_is_told_in_staffs_own_words(engineer: User):
    ticket = filed(paper())

    reject_proof(
        ticket=ticket,
        proof=Proof.objects.get(),
        because=Rejection.OTHER,
        note="A <bill> for tea.",
        user=engineer,
    )

    assert "    A <bill> for tea." in asked()[0].text
    assert "A &lt;bill&gt; for tea." in asked()[0].html


def test_the_mail_speaks_the_customers_language(engineer: User):
    ticket = filed(paper())
    Ticket.objects.update(language="fr")

    reject_proof(ticket=ticket, proof=Proof.objects.get(), because=Rejection.NO_DATE, note="", user=engineer)

    assert asked()[0].language == "fr"


@pytest.mark.parametrize(
    ("fields", "tells"), [({"email": ""}, True), ({"status": TicketStatus.HELD}, False), ({"status": "new"}, False)]
)
def test_nobody_waits_for_a_customer_who_was_not_told(engineer: User, fields, tells):
    ticket = filed(paper())
    Ticket.objects.update(**fields)
    before = Ticket.objects.get().status

    reject_proof(
        ticket=ticket,
        proof=Proof.objects.get(),
        because=Rejection.NO_DATE,
        note="",
        user=engineer,
        tells_customer=tells,
    )

    assert asked() == []
    assert Ticket.objects.get().status == before
    assert Proof.objects.get().state == ProofState.REJECTED


def test_a_return_under_way_is_not_disturbed_by_a_rejection(engineer: User):
    ticket = filed(paper())
    Ticket.objects.update(status=TicketStatus.HELD)

    reject_proof(ticket=ticket, proof=Proof.objects.get(), because=Rejection.NO_DATE, note="", user=engineer)

    assert len(asked()) == 1
    assert Ticket.objects.get().status == TicketStatus.HELD


def test_a_decision_is_taken_back_and_the_case_remembers(engineer: User):
    ticket = filed(paper())
    reject_proof(ticket=ticket, proof=Proof.objects.get(), because=Rejection.NO_DATE, note="", user=engineer)

    reopen_proof(ticket=ticket, proof=Proof.objects.get(), user=engineer)

    assert Proof.objects.get().state == ProofState.PENDING
    event = ticket.events.get(kind=EventKind.FACTS_CHANGED)
    assert (event.before, event.after) == ("Invoice or receipt facture.pdf: Rejected", "To verify")


def test_a_date_that_reads_two_ways_is_asked_back(engineer: User):
    ticket = filed(paper(*AMBIGUOUS))
    read_waiting()

    ask_for_date(ticket=ticket, proof=Proof.objects.get(), user=engineer)

    ticket.refresh_from_db()
    mail = asked("tickets/proof_date")[0]
    assert ticket.status == TicketStatus.WAITING
    assert "4 March 2025" in mail.text
    assert "3 April 2025" in mail.html


def test_a_clear_date_is_not_asked_for(engineer: User):
    ticket = filed(paper(*SWEDISH))
    read_waiting()

    with pytest.raises(DomainError, match="one way only"):
        ask_for_date(ticket=ticket, proof=Proof.objects.get(), user=engineer)

    assert asked("tickets/proof_date") == []


def test_a_paper_of_another_case_is_none_of_this_ones_business(engineer: User):
    ticket, other = filed(paper()), filed(email="other@customer.example", serials=("2512009999H",))
    proof = Proof.objects.get()

    for decide in (
        lambda: verify_proof(ticket=other, proof=proof, findings=FINDINGS, claims=claims_of(other), user=engineer),
        lambda: reject_proof(ticket=other, proof=proof, because=Rejection.NO_DATE, note="", user=engineer),
        lambda: reopen_proof(ticket=other, proof=proof, user=engineer),
        lambda: ask_for_date(ticket=other, proof=proof, user=engineer),
    ):
        with pytest.raises(DomainError, match="another case"):
            decide()

    assert Proof.objects.get().state == ProofState.PENDING
    assert proofs_of(ticket).count() == 1


def test_a_merged_cases_papers_speak_for_the_units_where_they_went():
    source = filed(paper(), serials=("2512004713H", "2512004714H"))
    target = filed(serials=("2512004713H",), email="office@customer.example")

    merge_tickets(source=source, target=target, actor=CUSTOMER)

    assert set(claims_of(target)) <= set(proofs_of(target).get().claims.all())
    assert claims_of(target).count() == 2


def test_the_papers_of_a_case_are_found_in_one_statement(django_assert_num_queries):
    ticket = filed(paper(), paper("x"), serials=("2512004713H", "2512004714H"))

    with django_assert_num_queries(1):
        assert len(proofs_of(ticket)) == 2


def test_a_known_unit_and_its_invoice_are_enough_for_a_first_reading():
    unit = UnitFactory(serial="2512004713H", manufactured_on=date(2025, 3, 17))

    ticket = filed(paper(*SWEDISH), serials=(unit.serial,))
    read_waiting()

    proof = proofs_of(ticket).get()
    assert (proof.dated_on, proof.number, proof.state) == (date(2025, 5, 12), "88123", ProofState.PENDING)
    assert proof.uploaded_at <= timezone.now()
