"""A person decides about what the machine did not sort."""

import pytest

from common.errors import DomainError
from mail.models import BlockedSender, IncomingMail, Outcome, OutgoingMail
from mail.selectors import conservation
from tests.factories import TicketFactory
from tests.intake.mails import CUSTOMER, mail, take_in
from tests.intake.test_nasty_mail import REFUSED
from tickets.intake.sorting import sort_waiting
from tickets.models import Ticket
from tickets.services.quarantine import attach_to_case, dismiss, release_to_case, retry

pytestmark = pytest.mark.django_db


@pytest.fixture
def blocked() -> IncomingMail:
    BlockedSender.objects.create(pattern=CUSTOMER)
    return take_in(mail("Serial 2512004713H burnt"))


def test_a_mail_is_made_a_case_and_its_sender_gets_the_number(engineer):
    BlockedSender.objects.create(pattern=CUSTOMER)
    incoming = take_in(mail("Where is it?"))
    BlockedSender.objects.all().delete()

    ticket = release_to_case(incoming=incoming, user=engineer)

    incoming.refresh_from_db()
    assert (incoming.outcome, incoming.message.ticket, ticket.email) == (Outcome.TICKET, ticket, CUSTOMER)
    assert OutgoingMail.objects.count() == 1


def test_a_blocked_senders_case_sends_nothing(blocked, engineer):
    ticket = release_to_case(incoming=blocked, user=engineer)

    assert (ticket.is_safety, ticket.lines.get().serial) == (True, "2512004713H")
    assert not OutgoingMail.objects.filter(kind="tickets/number_assigned").exists()


@pytest.mark.parametrize("name", REFUSED)
def test_even_a_bomb_can_be_made_a_case(name, engineer):
    incoming = take_in(REFUSED[name][0])

    ticket = release_to_case(incoming=incoming, user=engineer)

    assert ticket.messages.get().text
    assert conservation()["tickets"] == 1


def test_a_mail_is_put_into_a_case_and_gives_its_writer_no_voice(blocked, engineer):
    ticket = TicketFactory()

    attach_to_case(incoming=blocked, ticket=ticket, user=engineer)

    blocked.refresh_from_db()
    assert (blocked.outcome, ticket.messages.get().incoming) == (Outcome.REPLY, blocked)
    assert not ticket.participants.exists()


def test_nobody_decides_twice(blocked, engineer):
    release_to_case(incoming=blocked, user=engineer)

    for decide in (
        lambda: release_to_case(incoming=blocked, user=engineer),
        lambda: attach_to_case(incoming=blocked, ticket=TicketFactory(), user=engineer),
        lambda: dismiss(incoming=blocked, user=engineer),
        lambda: retry(incoming=blocked),
    ):
        with pytest.raises(DomainError, match="decided"):
            decide()

    assert Ticket.objects.filter(messages__isnull=False).count() == 1


def test_a_mail_put_aside_is_kept_and_counted_and_seen_no_more(blocked, engineer):
    dismiss(incoming=blocked, user=engineer)

    assert not IncomingMail.objects.in_quarantine().exists()
    assert conservation()["quarantined"] == 1


def test_a_mail_is_sorted_again_once_its_sender_is_free(blocked):
    BlockedSender.objects.all().delete()

    retry(incoming=blocked)
    sort_waiting()

    blocked.refresh_from_db()
    assert (blocked.outcome, blocked.reason) == (Outcome.TICKET, "")
