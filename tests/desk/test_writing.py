"""Answers and notes: each one service call; what cannot be taken comes back as it was typed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from mail.models import Delivery, OutgoingMail
from tests.desk.conftest import at_desk
from tests.desk.pages import case_of, text_of
from tests.factories import MessageFactory, TicketFactory, UserFactory
from tickets.models import Attachment, Message, MessageKind, ReplyTemplate, Ticket
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db: None) -> Ticket:
    return TicketFactory(email="camille@customer.example", status=TicketStatus.NEW)


def write(client: Client, ticket: Ticket, **given: object):
    return client.post(reverse("admin:tickets_ticket_write", args=[ticket.pk]), {"kind": "staff", **given})


@pytest.mark.parametrize(
    ("then", "status"),
    [
        ("wait", TicketStatus.WAITING),
        ("solve", TicketStatus.RESOLVED),
        ("keep", TicketStatus.OPEN),
        ("", TicketStatus.OPEN),
    ],
)
def test_an_answer_goes_out_and_says_whose_move_it_is(
    desk: Client, engineer: User, case: Ticket, then: str, status: str
):
    response = write(desk, case, message="Bonjour", then=then, seen=0)

    assert (response.status_code, response["Location"]) == (303, case_of(case) + "#write")
    case.refresh_from_db()
    message = case.messages.get()
    assert (message.kind, message.text, message.author) == (MessageKind.STAFF, "Bonjour", engineer)
    assert (case.status, case.assignee) == (status, engineer)
    assert [delivery.address for delivery in Delivery.objects.all()] == [case.email]


def test_a_note_stays_inside(desk: Client, case: Ticket):
    response = write(desk, case, kind="note", message="Loose terminal?")

    assert response.status_code == 303
    case.refresh_from_db()
    assert case.messages.get().kind == MessageKind.NOTE
    assert case.status == TicketStatus.NEW
    assert OutgoingMail.objects.exists() is False


def test_files_go_along(desk: Client, case: Ticket):
    upload = SimpleUploadedFile("howto.txt", b"Turn it off")

    write(desk, case, message="See the file", files=[upload])

    assert Attachment.objects.get().file.name == "howto.txt"
    assert OutgoingMail.objects.get().attachments.count() == 1


def test_an_empty_answer_is_refused_beside_the_field(desk: Client, case: Ticket):
    response = write(desk, case, message="  \x00 ")

    assert response.status_code == 422
    assert "Please write something or attach a file." in text_of(response)
    assert Message.objects.exists() is False


def test_warns_when_somebody_wrote_meanwhile_and_keeps_the_text(desk: Client, case: Ticket):
    seen = MessageFactory(ticket=case)
    newer = MessageFactory(ticket=case, text="J'ai trouvé la facture")

    refused = write(desk, case, message="Please send the invoice", seen=seen.pk)

    page = text_of(refused)
    assert refused.status_code == 422
    assert "Somebody wrote in this case while you were writing." in page
    assert "Please send the invoice</textarea>" in page
    assert newer.text in page
    assert f'name="seen" value="{newer.pk}"' in page
    assert write(desk, case, message="Thank you", seen=newer.pk).status_code == 303


def test_a_refused_answer_keeps_its_files(desk: Client, case: Ticket):
    seen = MessageFactory(ticket=case)
    MessageFactory(ticket=case)
    upload = SimpleUploadedFile("howto.txt", b"Turn it off")
    refused = write(desk, case, message="See the file", seen=seen.pk, files=[upload])
    kept = refused.context["writing"]

    write(desk, case, message="See the file", scope=kept.scope, files_kept=[kept.uploads.kept[0].token])

    assert Attachment.objects.get().file.name == "howto.txt"


def test_nobody_claims_anothers_upload(desk: Client, case: Ticket, manager: User):
    seen = MessageFactory(ticket=case)
    MessageFactory(ticket=case)
    upload = SimpleUploadedFile("howto.txt", b"Turn it off")
    kept = write(desk, case, message="x", seen=seen.pk, files=[upload]).context["writing"]

    write(at_desk(manager), case, message="mine now", scope=kept.scope, files_kept=[kept.uploads.kept[0].token])
    write(
        desk,
        TicketFactory(email="other@customer.example"),
        message="there",
        scope=kept.scope,
        files_kept=[kept.uploads.kept[0].token],
    )

    assert Attachment.objects.exists() is False


def test_a_file_of_a_wrong_kind_is_refused_and_the_text_kept(desk: Client, case: Ticket):
    response = write(desk, case, message="Look", files=[SimpleUploadedFile("x.html", b"<script>alert(1)</script>")])

    assert response.status_code == 422
    assert "x.html" in text_of(response)
    assert "Look</textarea>" in text_of(response)
    assert Message.objects.exists() is False


def test_a_case_without_an_address_cannot_be_answered(desk: Client):
    case = TicketFactory(email="")

    response = write(desk, case, message="Bonjour", then="wait")

    assert response.status_code == 422
    assert "no e-mail address" in text_of(response)
    assert write(desk, case, kind="note", message="Called back").status_code == 303


def test_a_template_is_put_into_the_text_without_javascript(desk: Client, case: Ticket):
    template = ReplyTemplate.objects.create(title="Proof", language="fr", text="Bonjour {name}, {number}.")

    response = write(desk, case, message="Already typed", template=template.pk, insert="1")

    assert response.status_code == 200
    assert f"Already typed\n\nBonjour Camille Durand, {case.pretty_number}.</textarea>" in text_of(response)
    assert Message.objects.exists() is False


@pytest.mark.parametrize(
    "given",
    [{"then": "burn"}, {"seen": "x"}, {"seen": 10**30}, {"kind": "customer"}, {"scope": "x"}, {"template": "-1"}],
)
def test_nonsense_is_refused_and_no_error(desk: Client, case: Ticket, given: dict[str, object]):
    response = write(desk, case, **{"message": "Bonjour", **given})

    assert response.status_code == 422
    assert "Bonjour</textarea>" in text_of(response)
    assert Message.objects.exists() is False


def test_a_merged_case_takes_nothing_more(desk: Client, case: Ticket):
    merged = TicketFactory(status=TicketStatus.MERGED, merged_into=case)

    responses = [write(desk, merged, kind=kind, message="x") for kind in ("staff", "note")]

    assert [response.status_code for response in responses] == [422, 422]
    assert Message.objects.exists() is False


def test_who_may_not_triage_may_not_write(client: Client, technician: User, case: Ticket):
    browsers = {"nobody": client, "customer": at_desk(UserFactory()), "technician": at_desk(technician)}

    answers = {name: write(browser, case, message="x", kind="note").status_code for name, browser in browsers.items()}

    assert answers == {"nobody": 302, "customer": 302, "technician": 403}
    assert Message.objects.exists() is False


def test_reading_the_address_of_a_post_changes_nothing(desk: Client, case: Ticket):
    response = desk.get(reverse("admin:tickets_ticket_write", args=[case.pk]), {"message": "x", "kind": "note"})

    assert (response.status_code, response["Location"]) == (303, case_of(case))
    assert Message.objects.exists() is False
