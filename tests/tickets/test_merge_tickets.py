"""Two cases become one, and the old number leads there for ever."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from accounts.actors import Actor
from common.errors import DomainError
from tests.factories import MessageFactory, TicketFactory, TicketLineFactory
from tickets.models import Ticket, TicketLine
from tickets.selectors import find_ticket
from tickets.services.conversation import Answer, CustomerWords, add_customer_message, add_note, answer_customer
from tickets.services.filing import Words
from tickets.services.lines import UnitClaim, add_lines, correct_line
from tickets.services.merging import merge_tickets
from tickets.services.participants import add_participant
from tickets.services.triage import assign_ticket, set_tags
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


@pytest.mark.django_db(transaction=True)
def test_merging_and_writing_at_the_same_moment_loses_no_word():
    pairs = [(TicketFactory(), TicketFactory()) for _pair in range(4)]

    def act(job: tuple[str, Ticket, Ticket]) -> None:
        name, source, target = job
        try:
            if name == "merge":
                merge_tickets(source=source, target=target, actor=ANNA)
            else:
                said = CustomerWords(words=Words("It burns"), name="C", email=source.email)
                add_customer_message(ticket=source, said=said)
        finally:
            connection.close()

    jobs = [(name, source, target) for source, target in pairs for name in ("merge", "write")]
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(act, jobs))

    assert [target.messages.count() for _source, target in pairs] == [1] * 4
    assert [source.messages.count() for source, _target in pairs] == [0] * 4


@pytest.mark.django_db
def test_what_the_customer_says_during_the_merge_lands_in_the_target():
    source, target = TicketFactory(), TicketFactory()
    known_before = Ticket.objects.get(pk=source.pk)
    merge_tickets(source=source, target=target, actor=ANNA)

    message = add_customer_message(
        ticket=known_before, said=CustomerWords(words=Words("It burns"), name="C", email=source.email)
    )

    assert message.ticket == target
    assert not source.messages.exists()


@pytest.mark.django_db
def test_what_staff_do_during_the_merge_is_refused_in_words(engineer):
    source, target = TicketFactory(), TicketFactory()
    line = TicketLineFactory(ticket=source)
    known_before = Ticket.objects.get(pk=source.pk)
    merge_tickets(source=source, target=target, actor=ANNA)

    changes = [
        lambda: add_note(ticket=known_before, answer=Answer("Look"), user=engineer),
        lambda: answer_customer(ticket=known_before, answer=Answer("Look"), user=engineer),
        lambda: assign_ticket(ticket=known_before, assignee=engineer, actor=ANNA),
        lambda: set_tags(ticket=known_before, names=["x"], actor=ANNA),
        lambda: add_lines(ticket=known_before, claims=[UnitClaim("2512004713H")], actor=ANNA),
        lambda: correct_line(line=_of(line, known_before), claim=UnitClaim("2512004713H"), actor=ANNA),
        lambda: add_participant(ticket=known_before, email="kim@customer.example", actor=ANNA),
        lambda: merge_tickets(source=known_before, target=target, actor=ANNA),
    ]
    for change in changes:
        with pytest.raises(DomainError, match=r"merged|Merged"):
            change()

    assert not source.messages.exists()
    assert not source.lines.exists()
    assert not source.participants.exists()


def _of(line: TicketLine, ticket: Ticket) -> TicketLine:
    line.ticket = ticket
    return line
