"""Two cases become one, and the old number leads there for ever."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.actors import Actor
from common.errors import DomainError
from tests.factories import MessageFactory, TicketFactory, TicketLineFactory
from tickets.models import Ticket
from tickets.selectors import find_ticket
from tickets.services.merging import merge_tickets
from tickets.states import TicketStatus

ANNA = Actor(name="Anna")


@pytest.mark.django_db
def test_everything_moves_and_the_old_number_leads_to_the_target():
    source, target = TicketFactory(), TicketFactory()
    MessageFactory(ticket=source, text="Second mail")
    shared = TicketLineFactory(ticket=target)
    TicketLineFactory(ticket=source, unit=shared.unit)
    TicketLineFactory(ticket=source)

    merge_tickets(source=source, target=target, actor=ANNA)

    source.refresh_from_db()
    assert (source.status, source.merged_into) == (TicketStatus.MERGED, target)
    assert find_ticket(source.number) == target
    assert target.messages.get().text == "Second mail"
    assert target.lines.count() == 2
    assert [person.email for person in target.participants.all()] == [source.email]


@pytest.mark.django_db
def test_a_chain_of_merges_leads_to_its_end():
    first, second, third = TicketFactory(), TicketFactory(), TicketFactory()
    merge_tickets(source=first, target=second, actor=ANNA)

    merge_tickets(source=second, target=third, actor=ANNA)

    assert [find_ticket(ticket.number) for ticket in (first, second, third)] == [third] * 3
    first.refresh_from_db()
    assert first.merged_into == third


@pytest.mark.django_db
def test_the_target_is_found_by_the_words_of_both():
    source, target = TicketFactory(name="Zebulon"), TicketFactory(name="Camille")

    merge_tickets(source=source, target=target, actor=ANNA)

    assert list(Ticket.objects.filter(search="zebulon", pk=target.pk)) == [target]


@pytest.mark.django_db
@pytest.mark.parametrize("status", [TicketStatus.SPAM])
def test_spam_takes_no_other_case_in(status):
    source, target = TicketFactory(), TicketFactory(status=status)

    with pytest.raises(DomainError, match="Spam"):
        merge_tickets(source=source, target=target, actor=ANNA)

    assert find_ticket(source.number) == source


@pytest.mark.django_db
def test_a_case_is_not_merged_into_itself_nor_while_a_return_is_open():
    ticket, held = TicketFactory(), TicketFactory(status=TicketStatus.HELD)

    with pytest.raises(DomainError, match="itself"):
        merge_tickets(source=ticket, target=ticket, actor=ANNA)
    with pytest.raises(DomainError, match="Return under way"):
        merge_tickets(source=held, target=ticket, actor=ANNA)


@pytest.mark.django_db(transaction=True)
def test_two_people_merging_crosswise_end_with_one_case():
    one, other = TicketFactory(), TicketFactory()

    def merge(pair: tuple[Ticket, Ticket]) -> str:
        try:
            merge_tickets(source=pair[0], target=pair[1], actor=ANNA)
        except DomainError as error:
            return str(error)
        finally:
            connection.close()
        return "merged"

    with ThreadPoolExecutor(2) as threads:
        results = list(threads.map(merge, [(one, other), (other, one)]))

    assert sorted(results)[1] == "merged"
    assert Ticket.objects.filter(status=TicketStatus.MERGED).count() == 1
