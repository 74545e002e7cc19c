"""Numbers come from the database: one each, however many ask at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from tests.factories import TicketFactory
from tickets.models import Ticket
from tickets.number_store import next_number
from tickets.numbers import is_number


@pytest.mark.django_db(transaction=True)
def test_two_hundred_cases_fifty_at_a_time_have_two_hundred_numbers():
    def create(_turn: int) -> str:
        try:
            return TicketFactory().number
        finally:
            connection.close()

    with ThreadPoolExecutor(50) as threads:
        numbers = list(threads.map(create, range(200)))

    assert len(set(numbers)) == 200
    assert all(is_number(number) for number in numbers)
    assert Ticket.objects.count() == 200


@pytest.mark.django_db(transaction=True)
def test_a_number_is_not_given_again_after_a_rollback():
    with transaction.atomic():
        lost = next_number()
        transaction.set_rollback(True)

    assert next_number() != lost


@pytest.mark.django_db
def test_the_key_lives_with_the_data(settings):
    with connection.cursor() as cursor:
        cursor.execute("SELECT length(tickets_number_key())")
        assert cursor.fetchone() == (32,)

    settings.SECRET_KEY = "another"
    assert next_number() != next_number()
