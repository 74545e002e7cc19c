"""The case's table of arrows: every pair of states, allowed or refused with a sentence."""

import itertools

import pytest
from django.db import IntegrityError

from accounts.actors import Actor
from common.errors import TransitionError
from tests.factories import TicketFactory
from tickets.models import EventKind, Ticket
from tickets.services.status import change_status, close_ticket, hold_for_return, reopen_ticket
from tickets.states import TICKET_STATES, TicketStatus

PAIRS = list(itertools.product(TicketStatus, TicketStatus))
BY_HAND = [pair for pair in PAIRS if TicketStatus.MERGED not in pair]


def test_every_state_has_its_row():
    assert set(TICKET_STATES.arrows) == set(TicketStatus)


@pytest.mark.django_db
@pytest.mark.parametrize(("current", "target"), BY_HAND)
def test_each_pair_of_states_is_an_arrow_or_a_refusal(current, target):
    ticket = TicketFactory(status=current)
    walk = {"ticket": ticket, "target": target, "actor": Actor.clock(), "at": ticket.created_at}

    if TICKET_STATES.allows(current, target):
        change_status(**walk)
        event = ticket.events.get()
        assert (event.kind, event.before, event.after) == (EventKind.STATUS_CHANGED, current, target)
    else:
        with pytest.raises(TransitionError, match=f"from “{current.label}” to “{target.label}”"):
            change_status(**walk)
        assert ticket.events.exists() is False
    assert Ticket.objects.get().status == (target if TICKET_STATES.allows(current, target) else current)


@pytest.mark.django_db
def test_a_case_with_an_open_return_cannot_be_closed():
    ticket = TicketFactory(status=TicketStatus.OPEN)
    hold_for_return(ticket=ticket, actor=Actor.clock())

    with pytest.raises(TransitionError, match="Return under way"):
        close_ticket(ticket=ticket, actor=Actor.clock())

    assert reopen_ticket(ticket=ticket, actor=Actor.clock()).status == TicketStatus.OPEN


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "law"),
    [
        ({"status": "lost"}, "ticket_status_is_known"),
        ({"status": "merged"}, "a_merged_ticket_names_its_target"),
        ({"number": "0123456789"}, "ticket_number_has_ten_digits"),
        ({"priority": 9}, "ticket_priority_is_1_to_5"),
        ({"symptom": "sad"}, "ticket_symptom_is_known"),
    ],
)
def test_the_database_refuses_what_the_rules_forbid(change, law):
    ticket = TicketFactory()

    with pytest.raises(IntegrityError, match=law):
        Ticket.objects.filter(pk=ticket.pk).update(**change)
