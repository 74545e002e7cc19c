"""The page of a case, behind its secret link."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor
from common.links import secret_for
from files.services import store_file
from mail.models import OutgoingMail
from tests.factories import MessageFactory, TicketFactory
from tests.public.reporting import text_of
from tickets.models import Attachment, EventKind, MessageKind, Purpose
from tickets.services.conversation import Answer, add_note, answer_customer
from tickets.services.links import cancel_links, secret_for_filer
from tickets.services.merging import merge_tickets
from tickets.services.status import hold_for_return, mark_spam, solve_ticket
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db


def test_shows_number_standing_and_conversation(client, case, address, engineer):
    MessageFactory(ticket=case, text="It does not charge.", quoted="old words")
    answer_customer(ticket=case, answer=Answer(text="Please see https://help.example/reset"), user=engineer)

    response = client.get(address)

    text = text_of(response)
    assert response.status_code == 200
    assert case.pretty_number in text
    assert text.index("It does not charge.") < text.index("Please see")
    assert "Anna Berg, Charge Amps" in text
    assert "Waiting for you" in text
    assert '<details class="quoted">' in response.content.decode()
    assert 'href="https://help.example/reset"' in response.content.decode()


def test_never_shows_a_note_or_its_files(client, case, address, engineer, photo):
    note = add_note(ticket=case, answer=Answer(text="He is lying."), user=engineer)
    hidden = Attachment.objects.create(message=note, file=store_file(name="note.jpg", content=photo))

    response = client.get(address)

    assert "He is lying." not in text_of(response)
    assert "note.jpg" not in text_of(response)
    assert client.get(f"{address}files/{hidden.file_id}/").status_code == 404


def test_is_kept_nowhere_and_its_address_handed_on_to_nobody(client, address):
    response = client.get(address)

    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"].startswith("noindex")
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response.cookies == {}


def test_markup_of_customers_stays_text(client, case, address):
    MessageFactory(ticket=case, text="<script>alert(1)</script> https://phish.example", author_name="<b>Eve</b>")

    html = client.get(address).content.decode()

    assert "<script>alert" not in html
    assert "<b>Eve</b>" not in html
    assert 'href="https://phish.example"' not in html


def test_asks_the_database_the_same_however_long_the_conversation(
    client, case, address, photo, django_assert_num_queries
):
    for turn in range(60):
        message = MessageFactory(ticket=case, text=f"Message number {turn:02}.")
    Attachment.objects.create(message=message, file=store_file(name="a.jpg", content=photo))

    client.get(address)
    with django_assert_num_queries(6):
        short = client.get(address)
    with django_assert_num_queries(6):
        whole = client.get(f"{address}?all")

    assert "Message number 10." in text_of(short)
    assert "Message number 09." not in text_of(short)
    assert "Show the earlier messages too" in text_of(short)
    assert "Message number 00." in text_of(whole)
    assert "Show the earlier messages too" not in text_of(whole)


def test_takes_an_answer_with_files(client, case, address, photo):
    response = client.post(
        address, {"message": "Here it is.", "is_proof": "on", "files": SimpleUploadedFile("bill.jpg", photo)}
    )

    message = case.messages.get()
    assert response.status_code == 303
    assert (message.text, message.kind, message.author_name) == ("Here it is.", MessageKind.CUSTOMER, "Camille Durand")
    assert [(a.file.name, a.purpose) for a in message.attachments.all()] == [("bill.jpg", Purpose.PROOF)]
    assert "Your message has reached us." in text_of(client.get(response["Location"]))


def test_an_answer_needs_no_cookie_and_no_token_only_the_address(case, address):
    browser = Client(enforce_csrf_checks=True, headers={"origin": "null"})

    assert browser.post(address, {"message": "Without a cookie."}).status_code == 303


@pytest.mark.parametrize("message", ["", " \n", "\x00"])
def test_refuses_an_empty_answer(client, case, address, message):
    response = client.post(address, {"message": message})

    assert response.status_code == 422
    assert "Please write something or attach a file." in text_of(response)
    assert case.messages.exists() is False


def test_a_refused_answer_keeps_its_words_and_its_files(client, case, address, photo):
    files = [SimpleUploadedFile("a.jpg", photo), SimpleUploadedFile("evil.svg", b"<svg onload=alert(1)>")]

    refused = client.post(address, {"message": "Two files.", "files": files})
    html = refused.content.decode()
    token = html.split('name="files_kept" value="')[1].split('"')[0]
    sent = client.post(address, {"message": "One file.", "files_kept": token})

    assert refused.status_code == 422
    assert "Two files.</textarea>" in html
    assert sent.status_code == 303
    assert [a.file.name for a in case.messages.get().attachments.all()] == ["a.jpg"]


def test_a_file_can_come_by_itself_while_the_answer_is_written(client, case, address, photo):
    answer = client.post(f"{address}upload/", {"file": SimpleUploadedFile("a.jpg", photo)})
    token = answer.content.decode().split('value="')[1].split('"')[0]

    sent = client.post(address, {"message": "", "files_kept": token})

    assert sent.status_code == 303
    assert case.messages.get().attachments.count() == 1
    assert client.post(f"{address}upload/").status_code == 400
    assert client.post(f"{address}upload/", {"file": SimpleUploadedFile("a.exe", b"MZ\x90")}).status_code == 422


def test_a_file_goes_out_as_a_download_to_its_own_case_only(client, case, address, photo):
    attachment = Attachment.objects.create(
        message=MessageFactory(ticket=case), file=store_file(name="a.jpg", content=photo)
    )
    other = f"/support/{secret_for_filer(ticket=TicketFactory())}/"

    mine, foreign = (
        client.get(f"{address}files/{attachment.file_id}/"),
        client.get(f"{other}files/{attachment.file_id}/"),
    )

    assert mine.status_code == 200
    assert mine["Content-Disposition"].startswith("attachment")
    assert "no-store" in mine["Cache-Control"]
    assert foreign.status_code == 404


def test_an_answer_opens_a_solved_case_again(client, case, address, engineer):
    solve_ticket(ticket=case, actor=Actor.staff(engineer))

    before = text_of(client.get(address))
    client.post(address, {"message": "It is back."})

    case.refresh_from_db()
    assert "If the problem comes back" in before
    assert case.status == TicketStatus.OPEN


def test_a_case_under_return_says_so(client, case, address, engineer):
    hold_for_return(ticket=case, actor=Actor.staff(engineer))

    assert "Return under way" in text_of(client.get(address))


def test_spam_looks_like_any_open_case(client, case, address, engineer):
    before = text_of(client.get(address))
    mark_spam(ticket=case, actor=Actor.staff(engineer))

    after = text_of(client.get(address))
    solved = client.post(f"{address}solved/")

    assert "With us" in before
    assert "With us" in after
    assert "spam" not in after.lower()
    assert "Thank you." in text_of(client.get(solved["Location"]))
    case.refresh_from_db()
    assert case.status == TicketStatus.SPAM


def test_the_link_of_a_merged_case_leads_to_its_target(client, case, address, engineer):
    target = TicketFactory(language="en")
    merge_tickets(source=case, target=target, actor=Actor.staff(engineer))

    text = text_of(client.get(address))
    client.post(address, {"message": "Where did it go?"})

    assert target.pretty_number in text
    assert f"Your report {case.pretty_number} was joined" in text
    assert target.messages.get().text == "Where did it go?"


def test_speaks_the_language_of_the_case_until_the_reader_chooses(client, case, address):
    case.language = "fr"
    case.save()

    french = client.get(address)
    chosen = client.post("/language/", {"language": "sv", "next": address})
    swedish = client.get(address)

    assert '<html lang="fr">' in french.content.decode()
    assert chosen["Location"] == address
    assert '<html lang="sv">' in swedish.content.decode()


def test_reading_changes_nothing(client, case, address):
    before = case.events.count(), case.links.get().expires_at

    for method in (client.get, client.head):
        assert method(address).status_code == 200
        assert method(f"{address}filed/").status_code == 200
    for place in ("solved", "serial", "colleague", "cancel-links", "upload", "renew"):
        back = client.get(f"{address}{place}/")
        assert (back.status_code, back["Location"], back["Referrer-Policy"]) == (303, address, "no-referrer")

    case.refresh_from_db()
    assert (case.events.count(), case.links.get().expires_at) == before
    assert OutgoingMail.objects.exists() is False


@pytest.mark.parametrize(
    "secret", ["x", "0" * 56, "new-", "..%2f", "%00", "a" * 5000, "é", secret_for("estimate", "e" * 24)]
)
@pytest.mark.parametrize("place", ["", "filed/", "solved/", "renew/"])
def test_an_unknown_secret_is_a_page_that_does_not_exist(client, secret, place):
    for response in (client.get(f"/support/{secret}/{place}"), client.post(f"/support/{secret}/{place}")):
        assert response.status_code == 404
        assert "This page does not exist" in text_of(response)


def test_an_expired_link_offers_a_new_one_to_the_requester_only(client, case, address, link):
    with time_machine.travel(timezone.now() + timedelta(days=181)):
        expired = client.get(address)
        renewed = client.post(f"{address}renew/")

    assert expired.status_code == 410
    assert case.pretty_number not in text_of(expired)
    assert "Mail me a new link" in text_of(expired)
    assert "a link to the case is on its way" in text_of(renewed)
    mail = OutgoingMail.objects.get()
    assert [delivery.address for delivery in mail.deliveries.all()] == [case.email]


def test_a_cancelled_link_opens_nothing(client, case, address, engineer):
    cancel_links(ticket=case, actor=Actor.staff(engineer))

    assert client.get(address).status_code == 410
    assert client.post(address, {"message": "Still here?"}).status_code == 410
    assert client.get(f"{address}files/00000000-0000-0000-0000-000000000000/").status_code == 410
    assert case.messages.exists() is False


def test_asking_for_new_links_without_end_is_stopped(client, address, settings):
    settings.THROTTLES = True

    answers = [client.post(f"{address}renew/").status_code for _ in range(11)]

    assert answers == [200] * 10 + [429]


def test_writing_without_end_is_stopped_and_keeps_the_words(client, case, address, settings, monkeypatch):
    settings.THROTTLES = True
    monkeypatch.setattr("common.throttles.Limit._count", lambda _limit, _who: 10_000)

    response, bare = client.post(address, {"message": "Once more."}), client.post(f"{address}solved/")

    assert response.status_code == 429
    assert "Once more." in response.content.decode()
    assert bare.status_code == 429
    assert "Retry-After" in bare
    assert case.events.filter(kind=EventKind.CUSTOMER_WROTE).exists() is False
