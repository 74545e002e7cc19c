"""Photos of plates are looked at by a worker: what their codes tell is set, what they do not tell is asked for."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from accounts.actors import Actor
from files.models import StoredFile
from files.services import store_file
from mail.models import OutgoingMail
from tests.factories import ProductFactory, TicketLineFactory, UnitFactory
from tests.files.samples import PDF
from tests.plates import QR, code, plate
from tickets.models import Attachment, EventKind, PlateReading, Purpose, SerialRequest, Source, Ticket
from tickets.periodic import read_plate_photos
from tickets.services import plates
from tickets.services.conversation import Answer, CustomerWords, add_customer_message, answer_customer
from tickets.services.filing import Contact, Filing, NewAttachment, Words, file_case
from tickets.services.lines import UnitClaim
from tickets.services.merging import merge_tickets
from tickets.services.status import mark_spam
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db

CAMILLE = Contact(email="camille@customer.example", name="Camille Durand", country="FR", language="fr")
REPORT = Filing(
    source=Source.FORM,
    contact=CAMILLE,
    words=Words("La borne ne charge plus."),
    symptom="no_charge",
    units=[UnitClaim()],
)


@pytest.fixture(autouse=True)
def _products(db: None) -> None:
    for name in ("HALO", "AURA"):
        ProductFactory(code=name)


def photo(*serials: str, purpose: Purpose = Purpose.PHOTO) -> NewAttachment:
    drawn = plate(*(code(serial, QR, scale=5) for serial in serials), size=(900, 900))
    return NewAttachment(store_file(name="photo.jpg", content=drawn), purpose)


def serials_of(ticket: Ticket) -> list[str]:
    return [line.serial for line in ticket.lines.all()]


def mails(kind: str) -> int:
    return OutgoingMail.objects.filter(kind=f"tickets/{kind}").count()


def test_a_code_on_the_photo_completes_the_line():
    unit = UnitFactory(serial="2512004713H")
    ticket = file_case(replace(REPORT, attachments=[photo("2512004713H")]))
    before = (ticket.status, mails("number_assigned"), SerialRequest.objects.count())

    assert read_plate_photos() == 1

    line = ticket.lines.get()
    assert before == (TicketStatus.NEW, 1, 0)
    assert (line.serial, line.unit, line.claim.unit) == ("2512004713H", unit, unit)
    read = ticket.events.get(kind=EventKind.SERIAL_READ)
    assert (read.after, read.actor) == ("2512004713H", None)
    assert (PlateReading.objects.exists(), SerialRequest.objects.exists()) == (False, False)
    assert read_plate_photos() == 0


def test_a_photo_without_a_code_has_the_serial_asked_for_by_a_mail_of_its_own():
    ticket = file_case(replace(REPORT, attachments=[photo()]))

    read_plate_photos()

    ticket.refresh_from_db()
    assert (ticket.status, SerialRequest.objects.get().line) == (TicketStatus.WAITING, ticket.lines.get())
    assert (mails("number_assigned"), mails("serial_wanted")) == (1, 1)


def test_a_mail_without_any_unit_gets_one_from_its_photo():
    ticket = file_case(replace(REPORT, source=Source.MAIL, units=[], attachments=[photo("2512004713H")]))

    read_plate_photos()

    assert serials_of(ticket) == ["2512004713H"]
    assert ticket.events.filter(kind=EventKind.SERIAL_READ).count() == 1


def test_two_photos_of_two_products_find_their_lines():
    halo, aura = (ProductFactory(code=name) for name in ("HALO", "AURA"))
    units = [UnitClaim(product=aura), UnitClaim(product=halo)]
    ticket = file_case(replace(REPORT, units=units, attachments=[photo("2512004713H"), photo("2512004714A")]))

    read_plate_photos()

    assert serials_of(ticket) == ["2512004714A", "2512004713H"]


def test_what_is_not_certain_is_told_to_staff_and_neither_guessed_nor_asked():
    ticket = file_case(replace(REPORT, attachments=[photo("2512004713H", "2512004714H")]))

    read_plate_photos()

    ticket.refresh_from_db()
    read = ticket.events.get(kind=EventKind.SERIAL_READ)
    assert (serials_of(ticket), ticket.status) == ([""], TicketStatus.NEW)
    assert (set(read.after.split(", ")), bool(read.reason)) == ({"2512004713H", "2512004714H"}, True)
    assert SerialRequest.objects.exists() is False


def test_a_serial_that_another_line_has_completes_none():
    units = [UnitClaim("2512004713H"), UnitClaim()]
    ticket = file_case(replace(REPORT, units=units, attachments=[photo("2512004713H")]))

    read_plate_photos()

    assert serials_of(ticket) == ["2512004713H", ""]
    assert SerialRequest.objects.get().line.position == 2


def test_a_case_that_has_its_serials_is_not_looked_at():
    file_case(replace(REPORT, units=[UnitClaim("2512004713H")], attachments=[photo("2512004714H")]))

    assert (PlateReading.objects.exists(), read_plate_photos()) == (False, 0)


def test_a_proof_of_purchase_is_no_plate():
    file_case(replace(REPORT, attachments=[photo("2512004713H", purpose=Purpose.PROOF)]))

    assert PlateReading.objects.exists() is False
    assert SerialRequest.objects.count() == 1  # asked for in the first mail


def test_a_paper_is_no_photo():
    paper = NewAttachment(store_file(name="a.pdf", content=PDF))

    file_case(replace(REPORT, attachments=[paper]))

    assert (PlateReading.objects.exists(), SerialRequest.objects.count()) == (False, 1)


@pytest.mark.parametrize("filing", [replace(REPORT, is_safety=True), replace(REPORT, is_automatic=True)])
def test_a_case_of_danger_or_of_a_robot_is_read_and_not_asked(filing):
    read = file_case(replace(filing, attachments=[photo("2512004713H")]))
    unread = file_case(replace(filing, attachments=[photo()]))

    read_plate_photos()

    unread.refresh_from_db()
    assert serials_of(read) == ["2512004713H"]
    assert (unread.status, SerialRequest.objects.exists()) == (TicketStatus.NEW, False)


def test_spam_is_not_looked_at():
    file_case(replace(REPORT, is_spam=True, attachments=[photo("2512004713H")]))

    assert PlateReading.objects.exists() is False


def test_what_became_spam_meanwhile_is_not_asked():
    ticket = file_case(replace(REPORT, attachments=[photo()]))
    mark_spam(ticket=ticket, actor=Actor(name="Anna"))

    read_plate_photos()

    assert SerialRequest.objects.exists() is False


def test_an_engineer_who_has_answered_already_is_not_talked_over(engineer):
    ticket = file_case(replace(REPORT, attachments=[photo()]))
    answer_customer(ticket=ticket, answer=Answer("Hello", then=TicketStatus.OPEN), user=engineer)

    read_plate_photos()

    assert SerialRequest.objects.exists() is False


def test_a_photo_sent_later_is_looked_at_and_answers_the_question():
    ticket = file_case(replace(REPORT, source=Source.MAIL, units=[]))
    said = CustomerWords(Words("Here"), name="Camille", attachments=[photo("2512004713H", purpose=Purpose.OTHER)])

    add_customer_message(ticket=ticket, said=said)
    read_plate_photos()

    ticket.refresh_from_db()
    assert (serials_of(ticket), ticket.status) == (["2512004713H"], TicketStatus.OPEN)
    assert SerialRequest.objects.get().answered_at is not None


def test_nobody_is_asked_twice_by_themselves():
    ticket = file_case(replace(REPORT, attachments=[photo()]))
    read_plate_photos()

    add_customer_message(ticket=ticket, said=CustomerWords(Words(""), name="Camille", attachments=[photo()]))
    read_plate_photos()

    ticket.refresh_from_db()
    assert (mails("serial_wanted"), ticket.status) == (1, TicketStatus.OPEN)


def test_of_many_units_without_a_code_the_first_few_are_asked_for():
    ticket = file_case(replace(REPORT, units=[UnitClaim() for _ in range(5)], attachments=[photo()]))

    read_plate_photos()

    assert list(ticket.serial_requests.values_list("line__position", flat=True)) == [1, 2, 3]


def test_in_a_case_that_was_merged_the_target_gets_what_was_read():
    target = TicketLineFactory().ticket
    source = file_case(replace(REPORT, attachments=[photo("2512004713H")]))
    merge_tickets(source=source, target=target, actor=Actor(name="Anna"))

    read_plate_photos()

    assert "2512004713H" in serials_of(target)
    assert PlateReading.objects.exists() is False


def test_photos_that_come_while_others_are_being_looked_at_are_looked_at_next(monkeypatch):
    ticket = file_case(replace(REPORT, attachments=[photo()]))
    looked_at = []

    def slow(content: bytes) -> list[str]:
        looked_at.append(content)
        if len(looked_at) == 1:
            said = CustomerWords(Words(""), name="Camille", attachments=[photo("2512004713H")])
            add_customer_message(ticket=ticket, said=said)
            return []
        return ["2512004713H"]

    monkeypatch.setattr(plates, "serials_in_picture", slow)
    read_plate_photos()

    assert (serials_of(ticket), SerialRequest.objects.exists()) == (["2512004713H"], False)


def test_a_worker_that_dies_over_a_picture_holds_up_nobody(monkeypatch):
    deadly = file_case(replace(REPORT, attachments=[photo("2512004713H")]))
    PlateReading.objects.update(tries=1)
    other = file_case(replace(REPORT, attachments=[photo("2512004714H")]))

    batch = plates._claim()

    assert batch == [other.pk]
    assert plates._claim() == [deadly.pk]
    assert plates._claim() == []  # both are with somebody


def test_after_three_tries_a_picture_is_given_up_and_the_serial_asked_for(monkeypatch):
    ticket = file_case(replace(REPORT, attachments=[photo("2512004713H")]))
    PlateReading.objects.update(tries=plates.MOST_TRIES)
    monkeypatch.setattr(plates, "serials_in_picture", lambda content: pytest.fail("looked at again"))

    read_plate_photos()

    assert (PlateReading.objects.exists(), ticket.serial_requests.count()) == (False, 1)


def test_one_case_that_fails_is_tried_again_later_and_the_others_are_read(monkeypatch):
    broken = file_case(replace(REPORT, attachments=[photo("2512004713H")]))
    fine = file_case(replace(REPORT, attachments=[photo("2512004714H")]))
    finish = plates.finish_reading

    def finish_unless_broken(*, reading, found):
        if reading.ticket_id == broken.pk:
            raise RuntimeError("disk on fire")
        return finish(reading=reading, found=found)

    monkeypatch.setattr(plates, "finish_reading", finish_unless_broken)
    read_plate_photos()

    assert serials_of(fine) == ["2512004714H"]
    left = PlateReading.objects.get()
    assert (left.ticket, left.due_at > timezone.now()) == (broken, True)
    monkeypatch.undo()
    PlateReading.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    read_plate_photos()
    assert serials_of(broken) == ["2512004713H"]


def test_a_photo_whose_bytes_are_gone_tells_nothing():
    ticket = file_case(replace(REPORT, attachments=[photo("2512004713H")]))
    default_storage.delete(StoredFile.objects.get().key)

    read_plate_photos()

    assert (serials_of(ticket), ticket.serial_requests.count()) == ([""], 1)


def test_no_more_photos_are_looked_at_than_a_form_takes(monkeypatch):
    ticket = file_case(replace(REPORT, attachments=[photo()]))
    message = ticket.messages.get()
    for number in range(20):
        Attachment.objects.create(message=message, file=store_file(name=f"{number}.txt", content=b"x"))
    StoredFile.objects.update(content_type="image/jpeg")
    looked_at = []
    monkeypatch.setattr(plates, "serials_in_picture", lambda content: looked_at.append(content) or [])

    read_plate_photos()

    assert len(looked_at) == plates.MOST_PHOTOS
