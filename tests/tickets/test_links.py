"""Secret links: computed, never stored, for one case, for a time."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.actors import Actor
from common.links import SECRET, new_nonce, nonce_of, secret_for
from mail.models import OutgoingMail
from tests.factories import TicketFactory
from tickets.case_links import SCOPE, find_link, is_open, new_link, secret_of
from tickets.models import CaseLink, Participant
from tickets.services.links import cancel_links, renew_expired_link, send_new_link


def test_a_secret_belongs_to_one_scope_one_nonce_and_one_key(settings):
    nonce = new_nonce()
    secret = secret_for("case", nonce)

    assert SECRET.fullmatch(secret)
    assert nonce_of("case", secret) == nonce
    assert nonce_of("estimate", secret) is None
    assert nonce_of("case", secret[:-1] + ("0" if secret[-1] != "0" else "1")) is None
    assert nonce_of("case", "") is None
    settings.LINK_KEY = "another key"
    assert nonce_of("case", secret) is None


@pytest.mark.django_db
def test_a_link_opens_its_case_until_it_expires_and_nothing_in_the_database_does():
    ticket, now = TicketFactory(), timezone.now()
    new_link(ticket, at=now)
    row = CaseLink.objects.get()

    assert find_link(secret_of(row)) == row
    assert is_open(row, at=now + timedelta(days=179)) is True
    assert is_open(row, at=now + timedelta(days=181)) is False
    assert find_link(row.nonce) is None
    assert find_link(secret_for(SCOPE, new_nonce())) is None


@pytest.mark.django_db
def test_cancelling_closes_every_link_at_once():
    ticket, now = TicketFactory(), timezone.now()
    for _turn in range(3):
        new_link(ticket, at=now)

    assert cancel_links(ticket=ticket, actor=Actor(name="Camille")) == 3

    assert not any(is_open(link, at=timezone.now()) for link in CaseLink.objects.all())


@pytest.mark.django_db
def test_a_new_link_goes_to_parties_only():
    ticket = TicketFactory()
    Participant.objects.create(ticket=ticket, email="bo@customer.example")

    for address in (ticket.email.upper(), "bo@customer.example", "mallory@elsewhere.example", ""):
        send_new_link(ticket=ticket, address=address)

    mails = OutgoingMail.objects.filter(kind="tickets/new_link").order_by("pk")
    assert [mail.deliveries.get().address for mail in mails] == [ticket.email, "bo@customer.example"]


@pytest.mark.django_db
def test_an_expired_link_brings_a_new_one_to_the_requester_only():
    ticket = TicketFactory()
    link = CaseLink.objects.create(ticket=ticket, nonce=new_nonce(), expires_at=timezone.now() - timedelta(days=1))

    renew_expired_link(link=link)

    assert OutgoingMail.objects.get().deliveries.get().address == ticket.email
