"""What a unit names exists: the database holds it for a million rows as for one, though it has no foreign key."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from accounts.models import Partner
from tests.factories import DistributorFactory, ProductFactory, UnitFactory
from warranty.models import Product, Unit

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("column", ["product_id", "distributor_id", "reseller_id"])
def test_a_unit_that_names_nothing_is_refused_new_and_changed(column):
    unit = UnitFactory()

    for write in (
        lambda: Unit.objects.create(serial="2512999999H", **{column: 987_654}),
        lambda: Unit.objects.bulk_create([Unit(serial="2512999998H"), Unit(serial="2512999999H", **{column: 987_654})]),
        lambda: Unit.objects.update(**{column: 987_654}),
    ):
        with pytest.raises(IntegrityError, match=f"{column} names no row"), transaction.atomic():
            write()

    assert list(Unit.objects.all()) == [unit]


def test_copy_is_held_to_it_too():
    with pytest.raises(IntegrityError, match="names no row"), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO warranty_unit (serial, revision, lot, firmware, state, is_clone_suspected, reseller_id) "
            "SELECT '25120' || n || 'H', '', '', '', 'sold', false, 987654 FROM generate_series(10000, 10010) n"
        )


@pytest.mark.parametrize("field", ["product", "distributor", "reseller"])
def test_what_a_unit_names_cannot_go_whichever_way(field):
    named = getattr(UnitFactory(), field)
    rows = type(named)._base_manager.filter(pk=named.pk)

    with pytest.raises(ProtectedError):
        named.delete()
    for write in (lambda: rows._raw_delete("default"), lambda: rows.update(id=987_654)):
        with pytest.raises(IntegrityError), transaction.atomic():
            write()


def test_what_no_unit_names_may_go():
    ProductFactory(code="AURA").delete()
    DistributorFactory().delete()

    assert (Product.objects.exists(), Partner.objects.exists()) == (False, False)


@pytest.mark.django_db(transaction=True)
def test_a_partner_who_is_deleted_just_now_is_waited_for():
    distributor, deleted, refused = DistributorFactory(), threading.Event(), []

    def sell() -> None:
        deleted.wait(10)
        try:
            Unit.objects.create(serial="2512000001H", distributor_id=distributor.pk)
        except IntegrityError as error:
            refused.append(error)
        finally:
            connection.close()

    seller = threading.Thread(target=sell)
    seller.start()
    with transaction.atomic():
        Partner.objects.filter(pk=distributor.pk).delete()
        deleted.set()
        seller.join(0.3)
        assert seller.is_alive()
    seller.join(10)

    assert len(refused) == 1
    assert Unit.objects.exists() is False
