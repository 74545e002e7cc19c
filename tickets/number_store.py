"""Where numbers come from: a sequence and a key that live with the data, so that a restore cannot repeat one."""

from django.db import connection

from tickets.numbers import number_for


def next_number() -> str:
    """The next case's number; never the same twice, also when the transaction is rolled back."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('tickets_number'), tickets_number_key()")
        counter, key = cursor.fetchone()
    return number_for(counter, bytes(key))


def next_numbers(count: int) -> list[str]:
    """So many numbers at once, for cases that come in bulk."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('tickets_number') FROM generate_series(1, %s)", [count])
        counters = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT tickets_number_key()")
        key = bytes(cursor.fetchone()[0])
    return [number_for(counter, key) for counter in counters]
