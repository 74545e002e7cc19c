"""What the clock starts in the cases."""

from datetime import timedelta

import pytest
from django.utils import timezone

from mail.acceptance import accept_mail
from mail.models import Delivery
from mail.periodic import sweep_outbox
from tests.factories import TicketFactory
from tests.intake.mails import mail
from tests.mail.letters import owe
from tickets.models import Ticket
from tickets.periodic import close_solved_tickets, sort_waiting
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db


def test_solved_cases_are_closed_after_two_silent_weeks():
    now = timezone.now()
    old = TicketFactory(status=TicketStatus.RESOLVED, solved_at=now - timedelta(days=15))
    young = TicketFactory(status=TicketStatus.RESOLVED, solved_at=now - timedelta(days=13))
    opened_again = TicketFactory(status=TicketStatus.OPEN, solved_at=now - timedelta(days=15))

    assert (close_solved_tickets(), close_solved_tickets()) == (1, 0)

    for ticket, status in ((old, "closed"), (young, "resolved"), (opened_again, "open")):
        ticket.refresh_from_db()
        assert ticket.status == status


def test_the_sweep_sorts_what_nobody_was_woken_for():
    accept_mail(raw=mail(), source="test")

    assert (sort_waiting(), sort_waiting()) == (1, 0)
    assert Ticket.objects.count() == 1


def test_the_sweep_sends_what_nobody_was_woken_for(settings, tmp_path):
    settings.EMAIL_BACKEND, settings.EMAIL_FOLDER = "mail.folder.FolderBackend", tmp_path
    owe("a@x.example")

    assert (sweep_outbox(), sweep_outbox()) == (1, 0)
    assert (Delivery.objects.get().state, len(list(tmp_path.glob("*.eml")))) == ("sent", 1)
