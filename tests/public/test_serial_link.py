"""The page with one field, on which a customer gives the serial that we asked for."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts.actors import Actor
from common.links import new_nonce, secret_for
from mail.models import OutgoingMail
from tests.factories import ProductFactory, TicketFactory, TicketLineFactory, UnitFactory
from tests.public.reporting import text_of
from tickets.models import EventKind, PlateReading, Purpose, SerialRequest, Ticket
from tickets.serial_links import secret_of
from tickets.services.lines import UnitClaim, correct_line
from tickets.services.links import cancel_links, secret_for_filer
from tickets.services.merging import merge_tickets
from tickets.services.serial_requests import ask_for_serial
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db

SERIAL = "2512004713H"


@pytest.fixture
def request_(case: Ticket, products, engineer) -> SerialRequest:
    """A unit without a serial, and the question for it."""
    line = TicketLineFactory(ticket=case, unit=None, serial="", product=None)
    return ask_for_serial(ticket=case, line=line, actor=Actor.staff(engineer))


@pytest.fixture
def page(request_: SerialRequest) -> str:
    return f"/support/serial/{secret_of(request_)}/"


def state_of(request: SerialRequest) -> tuple[str, str, bool]:
    """The serial of the line, the state of the case, whether the question is answered."""
    fresh = SerialRequest.objects.select_related("ticket", "line").get(pk=request.pk)
    return (fresh.line.serial if fresh.line else "", fresh.ticket.status, fresh.answered_at is not None)


def test_shows_the_number_and_one_field_and_nothing_of_the_case(client, case, page):
    case.messages.create(kind="customer", text="my secret story", created_at=timezone.now())

    response = client.get(page)

    shown = response.content.decode()
    assert response.status_code == 200
    assert case.pretty_number in shown
    assert len(re.findall(r'<(?:input|select|textarea)[^>]* name="(?!photos)', shown.split("<main")[1])) == 1
    for word in ("secret story", case.email, case.name, secret_for_filer(ticket=case)):
        assert word not in shown
    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]


def test_speaks_the_language_of_the_case(client, request_, page):
    Ticket.objects.update(language="sv")

    assert '<html lang="sv">' in client.get(page).content.decode()


def test_to_look_changes_nothing(client, request_, page):
    before = (state_of(request_), request_.ticket.events.count())

    client.get(page)
    client.head(page)

    assert (state_of(request_), request_.ticket.events.count()) == before


def test_takes_the_serial_hands_the_case_back_and_thanks(client, case, request_, page):
    unit = UnitFactory(serial=SERIAL)

    response = client.post(page, {"serial": "s/n 2512-oo4713 h"})

    line = case.lines.get()
    changed = case.events.filter(kind=EventKind.LINE_CHANGED).get()
    assert (response.status_code, response["Location"]) == (303, f"{page}thanks/")
    assert state_of(request_) == (SERIAL, TicketStatus.OPEN, True)
    assert (line.unit, changed.after, changed.actor, changed.actor_name) == (unit, SERIAL, None, case.name)
    assert "Thank you" in text_of(client.get(response["Location"]))


def test_adds_the_unit_to_a_case_that_has_none(client, case, products, engineer):
    asked = ask_for_serial(ticket=case, line=None, actor=Actor.staff(engineer))

    client.post(f"/support/serial/{secret_of(asked)}/", {"serial": SERIAL})

    assert [line.serial for line in case.lines.all()] == [SERIAL]
    assert state_of(asked)[1:] == (TicketStatus.OPEN, True)


def test_sent_twice_it_is_one_change(client, case, request_, page):
    first, second = client.post(page, {"serial": SERIAL}), client.post(page, {"serial": "2512009999H"})

    assert first["Location"] == second["Location"]
    assert state_of(request_) == (SERIAL, TicketStatus.OPEN, True)
    assert case.events.filter(kind=EventKind.LINE_CHANGED).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_double_click_is_one_change_even_when_both_arrive_at_once(engineer):
    line = TicketLineFactory(unit=None, serial="", product=ProductFactory())
    asked = ask_for_serial(ticket=line.ticket, line=line, actor=Actor.staff(engineer))
    page = f"/support/serial/{secret_of(asked)}/"

    def click(_turn: int) -> int:
        try:
            return Client().post(page, {"serial": SERIAL}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as clicks:
        statuses = set(clicks.map(click, range(4)))

    assert statuses == {303}
    assert line.ticket.events.filter(kind=EventKind.LINE_CHANGED).count() == 1


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Please enter the serial number"),
        ("   ", "Please enter the serial number"),
        ("2512004713", "ten digits and a letter"),
        ("no idea", "ten digits and a letter"),
        ("\x00\ud83d", "ten digits and a letter"),
        ("x" * 101, "at most 100 characters"),
        ("' OR 1=1 --", "ten digits and a letter"),
    ],
)
def test_refuses_what_is_no_serial_beside_the_field_and_keeps_it(client, request_, page, typed, sentence):
    response = client.post(page, {"serial": typed.encode("utf-8", "replace").decode()})

    assert response.status_code == 422
    assert sentence in text_of(response)
    assert 'aria-invalid="true"' in response.content.decode()
    assert state_of(request_) == ("", TicketStatus.WAITING, False)


def test_refuses_a_serial_that_another_unit_of_the_case_has(client, case, request_, page):
    TicketLineFactory(ticket=case, serial=SERIAL, unit=None, product=None)

    response = client.post(page, {"serial": SERIAL})

    assert response.status_code == 422
    assert "stands in the case already" in text_of(response)
    assert f'value="{SERIAL}"' in unescape(response.content.decode())
    assert state_of(request_) == ("", TicketStatus.WAITING, False)


def test_asks_for_the_product_only_where_the_letter_does_not_tell(client, case, request_, page):
    first = client.post(page, {"serial": "2512004713X"})

    assert first.status_code == 422
    assert 'name="product"' in first.content.decode()
    assert 'value="2512004713X"' in first.content.decode()
    assert state_of(request_) == ("", TicketStatus.WAITING, False)
    client.post(page, {"serial": "2512004713X", "product": "AURA"})
    line = case.lines.select_related("product").get()
    assert (line.serial, line.product.code) == ("2512004713X", "AURA")


def test_who_is_not_sure_of_the_product_need_not_be(client, case, request_, page):
    client.post(page, {"serial": "2512004713X", "product": ""})

    assert (case.lines.get().serial, case.lines.get().product) == ("2512004713X", None)


def test_the_product_that_is_known_is_named_and_not_asked_for(client, case, request_, page, products):
    case.lines.update(product=products["AURA"])

    assert "AURA" in text_of(client.get(page))
    assert client.post(page, {"serial": "2512004713X"}).status_code == 303
    assert case.lines.get().product == products["AURA"]


def test_takes_a_photo_instead_which_is_looked_at_by_a_worker(client, case, request_, page, photo):
    response = client.post(page, {"serial": "", "photos": SimpleUploadedFile("plate.jpg", photo, "image/jpeg")})

    attachment = case.messages.get().attachments.get()
    assert response.status_code == 303
    assert (attachment.purpose, attachment.file.name) == (Purpose.PHOTO, "plate.jpg")
    assert state_of(request_) == ("", TicketStatus.OPEN, True)
    assert PlateReading.objects.get().ticket == case


def test_a_photo_that_is_refused_says_why_and_the_good_one_is_kept(client, case, request_, page, photo):
    good, bad = SimpleUploadedFile("plate.jpg", photo), SimpleUploadedFile("evil.html", b"<script>alert(1)</script>")

    refused = client.post(page, {"photos": [good, bad]})

    shown = refused.content.decode()
    assert refused.status_code == 422
    assert "evil.html" in shown
    token = re.search(r'name="photos_kept" value="([^"]+)"', shown)
    assert token
    assert client.post(page, {"photos_kept": unescape(token[1])}).status_code == 303
    assert case.messages.get().attachments.get().file.name == "plate.jpg"


def test_whoever_cannot_read_it_says_so_and_the_case_is_ours(client, case, request_, page):
    response = client.post(page, {"serial": "25??", "unreadable": "1"})

    assert response.status_code == 303
    assert state_of(request_) == ("", TicketStatus.OPEN, True)
    assert case.messages.get().text == "I cannot read the serial number, or there is none."
    assert client.get(page).status_code == 410


@pytest.mark.parametrize("how", ["used", "expired", "cancelled", "merged", "foreign", "of a case", "invented", "short"])
def test_what_asks_nothing_any_more_is_one_plain_page(client, case, request_, page, how, engineer):
    by, over = Actor.staff(engineer), timezone.now() - timedelta(seconds=1)
    endings = {
        "used": lambda: correct_line(line=request_.line, claim=UnitClaim(SERIAL), actor=by),
        "expired": lambda: SerialRequest.objects.update(expires_at=over),
        "cancelled": lambda: cancel_links(ticket=case, actor=by),
        "merged": lambda: merge_tickets(source=case, target=TicketFactory(), actor=by),
    }
    strangers = {
        "foreign": secret_for("estimate", request_.nonce),
        "of a case": secret_for_filer(ticket=case),
        "invented": secret_for("serial", new_nonce()),
        "short": "abc",
    }
    secret = strangers.get(how) or secret_of(request_)
    endings.get(how, lambda: None)()
    before = list(case.events.values_list("kind"))

    response = client.get(f"/support/serial/{secret}/")
    posted = client.post(f"/support/serial/{secret}/", {"serial": "2512009999H"})

    assert response.status_code == 410
    assert "Nothing is asked here any more" in text_of(response)
    assert case.pretty_number not in response.content.decode()
    assert posted.status_code in {303, 410}
    assert list(case.events.values_list("kind")) == before


def test_the_secret_opens_nothing_but_this_field(client, case, request_, page):
    secret = secret_of(request_)

    for path in (f"/support/{secret}/", f"/support/{secret}/filed/", f"/support/{secret}/serial/"):
        assert client.get(path).status_code == 404
    assert client.post(f"/support/{secret}/serial/", {"serial": SERIAL}).status_code == 404
    assert client.get(f"/support/serial/{secret_for_filer(ticket=case)}/").status_code == 410


def test_nobody_is_thanked_before_they_answered(client, page):
    assert client.get(f"{page}thanks/")["Location"] == page


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_knows_no_other_methods(client, request_, page, method):
    assert client.generic(method, page).status_code == 405
    assert state_of(request_) == ("", TicketStatus.WAITING, False)


def test_stops_guessing(client, settings, request_, page):
    settings.THROTTLES = True
    TicketLineFactory(ticket=request_.ticket, serial=SERIAL, unit=None, product=None)

    answers = [client.post(page, {"serial": SERIAL}) for _turn in range(41)]

    assert [answer.status_code for answer in answers] == [422] * 40 + [429]
    assert answers[-1]["Retry-After"] == "3600"


def test_needs_no_cookie_and_no_token(request_, page):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post(page, {"serial": SERIAL}).status_code == 303


def test_the_mail_carries_the_link_when_it_leaves(client, request_, page):
    mail = OutgoingMail.objects.get(kind="tickets/serial_wanted")
    placeholders = [name for name, (scope, *_rest) in mail.links.items() if scope == "serial"]

    assert len(placeholders) == 1
    assert placeholders[0] in mail.text
    assert placeholders[0] in mail.html
    assert secret_of(request_) not in mail.text + mail.html


def test_a_strangers_serial_tells_nothing_about_its_owner(client, request_, page):
    owner = TicketLineFactory(unit__serial=SERIAL)

    response = client.post(page, {"serial": SERIAL}, follow=True)

    assert response.status_code == 200
    assert owner.ticket.email not in response.content.decode()
    assert owner.ticket.pretty_number not in response.content.decode()


def test_near_serials_of_the_registry_are_never_offered_to_strangers(client, request_, page):
    UnitFactory(serial="2512004718H")

    shown = client.post(page, {"serial": "251200471H"}).content.decode() + client.get(page).content.decode()

    assert "2512004718H" not in shown
