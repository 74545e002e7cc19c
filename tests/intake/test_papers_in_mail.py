"""Papers that come by mail: told by their names, or by our having asked for one."""

import pytest

from accounts.models import User
from tests.factories import ClaimFactory, ProductFactory, TicketFactory, TicketLineFactory, UnitFactory, VerdictFactory
from tests.files.samples import picture
from tests.intake.mails import CUSTOMER, take_in, with_files
from tests.warranty.paper_samples import FRENCH, pdf
from tickets.intake.enclosures import PROOF
from tickets.models import Attachment, EventKind, Purpose, Ticket
from tickets.services.proofs import reject_proof
from tickets.states import TicketStatus
from warranty.models import Claim, Proof, ProofState

pytestmark = pytest.mark.django_db
PDF = "application/pdf"


def paper(name: str = "facture.pdf") -> tuple[str, bytes, str]:
    return (name, pdf(*FRENCH), PDF)


@pytest.fixture
def case(db: None) -> Ticket:
    ticket, unit = TicketFactory(email=CUSTOMER, status=TicketStatus.WAITING), UnitFactory()
    TicketLineFactory(ticket=ticket, unit=unit, claim=ClaimFactory(unit=unit))
    return ticket


def answer(ticket: Ticket, *files: tuple[str, bytes, str]) -> None:
    raw = with_files(*files).replace(b"Subject: Files", f"Subject: Re: [RMA {ticket.pretty_number}]".encode())
    take_in(raw)


@pytest.mark.parametrize(
    ("name", "is_proof"),
    [
        ("Facture_2025-117.pdf", True),
        ("invoice.jpg", True),
        ("FAKTURA 88123.pdf", True),
        ("kvitto.png", True),
        ("mon recu.pdf", True),
        ("reçu-elec.pdf", True),
        ("bon de caisse.jpg", True),
        ("20250512_receipt.jpg", True),
        ("Certificat d'installation.pdf", True),
        ("waterproof.jpg", False),
        ("carbon.jpg", False),
        ("bonjour.jpg", False),
        ("IMG_2041.jpg", False),
        ("manual.pdf", False),
    ],
)
def test_a_name_tells_a_paper_by_its_whole_words(name: str, is_proof: bool):
    assert bool(PROOF.search(name)) is is_proof


def test_a_report_by_mail_brings_its_invoice_along():
    ProductFactory()

    take_in(with_files(paper(), ("plate.jpg", picture(), "image/jpeg"), text="My charger 2512004713H is dead"))

    ticket = Ticket.objects.get()
    assert list(Proof.objects.get().claims.all()) == list(Claim.objects.filter(line__ticket=ticket))
    assert {a.purpose for a in Attachment.objects.all()} == {Purpose.PROOF, Purpose.PHOTO}
    assert Proof.objects.get().uploaded_by == CUSTOMER


def test_an_invoice_in_a_mail_without_a_serial_waits_for_the_unit(engineer: User):
    take_in(with_files(paper()))
    ticket = Ticket.objects.get()
    ProductFactory()
    assert Proof.objects.exists() is False

    take_in(
        with_files(text="It is 2512004713H").replace(
            b"Subject: Files", f"Subject: [RMA {ticket.pretty_number}]".encode()
        )
    )

    assert list(Proof.objects.get().claims.all()) == list(Claim.objects.filter(line__ticket=ticket))


def test_any_pdf_is_a_paper_while_one_is_wanted(case: Ticket):
    VerdictFactory(
        claim=case.lines.get().claim, decision="needs_proof", reason="PROOF_OF_PURCHASE", standing="provisional"
    )
    Claim.objects.update(attention="needs_proof")

    answer(case, paper("scan0001.pdf"), ("photo.jpg", picture(), "image/jpeg"))

    assert Proof.objects.get().file.name == "scan0001.pdf"
    assert case.events.filter(kind=EventKind.PROOF_ADDED).count() == 1
    case.refresh_from_db()
    assert case.status == TicketStatus.OPEN


def test_a_pdf_is_no_paper_when_nobody_asked(case: Ticket):
    VerdictFactory(claim=case.lines.get().claim)

    answer(case, paper("manual.pdf"))

    assert Proof.objects.exists() is False
    assert Attachment.objects.get().purpose == Purpose.OTHER


def test_the_answer_to_a_rejection_is_the_next_paper(case: Ticket, engineer: User):
    Claim.objects.update(attention="needs_proof")
    answer(case, paper("scan0001.pdf"))
    reject_proof(ticket=case, proof=Proof.objects.get(), because="no_date", note="", user=engineer)

    answer(case, ("scan0002.pdf", pdf("Facture du 12 mai 2025"), PDF))

    assert [proof.state for proof in Proof.objects.order_by("pk")] == [ProofState.REJECTED, ProofState.PENDING]
    case.refresh_from_db()
    assert case.status == TicketStatus.OPEN


def test_a_hostile_paper_costs_no_mail(case: Ticket):
    answer(case, ("facture.pdf", b"%PDF-1.4\n" + b"\xff" * 400, PDF))

    assert Proof.objects.get().state == ProofState.PENDING
    assert case.messages.count() == 1
