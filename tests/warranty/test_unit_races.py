"""Where two meet over a unit: a swap keeps nobody from judging, and no claim is given a unit that it has left."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Event

import pytest
from django.db import connection, transaction

from tests.factories import ClaimFactory, UnitFactory
from warranty.models import Claim, Unit
from warranty.services import units
from warranty.services.claims import identify
from warranty.services.genealogy import Exchange, swap_units

pytestmark = pytest.mark.django_db(transaction=True)


def elsewhere(work):
    """The work on a connection of its own, which gives up soon instead of waiting for ever."""

    def run():
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
            return work()
        finally:
            connection.close()

    return run


def test_a_unit_that_is_being_swapped_may_be_named_by_a_claim_meanwhile():
    old, new = UnitFactory(serial="2512000001H"), UnitFactory(serial="2512000002H")

    with ThreadPoolExecutor(1) as pool, transaction.atomic():
        swap_units(old=old, new=new, exchange=Exchange(date(2026, 1, 1)))
        named = pool.submit(elsewhere(lambda: ClaimFactory(unit=new, product=None))).result(timeout=10)

    assert named.unit == new


def test_a_serial_that_is_corrected_while_its_unit_comes_in_is_not_given_that_unit(monkeypatch):
    claim = ClaimFactory(unit=None, serial="2512000001H", product=None)
    begun, corrected, mark_due_by_id = Event(), Event(), units.mark_due_by_id

    def mark_later(ids):
        begun.set()
        assert corrected.wait(10)
        return mark_due_by_id(ids)

    monkeypatch.setattr(units, "mark_due_by_id", mark_later)
    with ThreadPoolExecutor(1) as pool:
        kept = pool.submit(elsewhere(lambda: units.keep_unit(unit=Unit(serial="2512000001H"))))
        assert begun.wait(10)
        identify(claim=claim, serial="2512000009H", product=None, unit=None)
        corrected.set()
        kept.result(timeout=10)

    assert Claim.objects.get().unit is None
