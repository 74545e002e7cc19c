"""Lists that come in beside one another and beside people's work: none waits for ever, none loses, none is halved."""

import threading
from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from django.db import connection

from common.errors import DomainError
from tests.factories import ProductFactory, UnitFactory
from tests.warranty.lists import serials
from warranty.lists.arrivals import Arrivals
from warranty.models import Unit
from warranty.services import import_units as module
from warranty.services.genealogy import Exchange, swap_units
from warranty.services.import_units import UnitImport, import_units

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _product(db):
    ProductFactory(code="HALO")


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each came to, or what it raised."""
    results: list[object] = [None] * len(works)
    start = threading.Barrier(len(works))

    def run(place: int, work: Callable[[], object]) -> None:
        start.wait()
        try:
            results[place] = work()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=given) for given in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert not any(thread.is_alive() for thread in threads)
    return results


def listed(rows: list[str], firmware: str) -> BytesIO:
    return BytesIO(("serial,firmware\n" + "".join(f"{serial},{firmware}\n" for serial in rows)).encode())


def test_two_lists_of_the_same_units_in_opposite_orders_both_come_in():
    rows = serials(2_000).split()
    Unit.objects.bulk_create(Unit(serial=serial) for serial in rows[::2])

    results = at_once(
        lambda: import_units(source=listed(rows, "1.0")), lambda: import_units(source=listed(rows[::-1], "2.0"))
    )

    assert {(result.rows, result.added) for result in results} == {(2_000, 1_000), (2_000, 0)}
    assert Unit.objects.count() == 2_000
    assert Unit.objects.values("firmware").distinct().count() == 1


def test_a_swap_of_two_units_of_the_list_waits_or_is_waited_for():
    rows = serials(500).split()
    Unit.objects.bulk_create(Unit(serial=serial) for serial in rows)
    old, new = Unit.objects.get(serial=rows[400]), Unit.objects.get(serial=rows[3])

    results = at_once(
        lambda: import_units(source=listed(rows, "2.0")),
        lambda: swap_units(old=old, new=new, exchange=Exchange(date(2026, 1, 2))),
    )

    assert not [result for result in results if isinstance(result, Exception)]
    old.refresh_from_db()
    assert (old.firmware, old.state) == ("2.0", "replaced")


def test_a_unit_that_somebody_adds_meanwhile_is_completed_instead(monkeypatch):
    let_in, added = Arrivals.let_in, []

    def add_first(self, watcher):
        if not added:
            added.append(at_once(lambda: UnitFactory(serial="2512000001H", reseller=None, distributor=None)))
        return let_in(self, watcher)

    monkeypatch.setattr(Arrivals, "let_in", add_first)

    result = import_units(source=listed(serials(3).split(), "2.0"))

    assert result == UnitImport(rows=3, added=2, changed=1)
    assert list(Unit.objects.values_list("firmware", flat=True)) == ["2.0"] * 3


def test_somebody_who_adds_units_of_the_list_again_and_again_makes_it_give_up(monkeypatch):
    let_in = Arrivals.let_in
    rows = serials(9).split()
    waiting = iter(rows)

    def add_first(self, watcher):
        at_once(lambda: Unit.objects.create(serial=next(waiting)))
        return let_in(self, watcher)

    monkeypatch.setattr(Arrivals, "let_in", add_first)

    with pytest.raises(DomainError, match="being added by somebody else"):
        import_units(source=listed(rows, "2.0"))

    assert Unit.objects.count() == module.TRIES
    assert Unit.objects.filter(firmware="2.0").exists() is False


def test_what_breaks_off_half_way_leaves_nothing(monkeypatch):
    class Broken(BytesIO):
        def read(self, size=-1):
            if self.tell() > 200_000:
                raise OSError("the disk is gone")
            return super().read(size)

    content = listed(serials(20_000).split(), "2.0").getvalue()
    monkeypatch.setattr(module, "count_rows", lambda _source: 0)
    monkeypatch.setattr("warranty.lists.tables.encoding_of", lambda _source: "utf-8")

    with pytest.raises(OSError, match="the disk is gone"):
        import_units(source=Broken(content))

    assert Unit.objects.exists() is False


def test_what_a_watcher_raises_leaves_nothing():
    class Impatient:
        def begin(self, stage, total):
            self.stage = stage

        def advance(self, count):
            if self.stage is module.Stage.TAKING_IN and count:
                raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_units(source=listed(serials(300).split(), "2.0"), watcher=Impatient())

    assert Unit.objects.exists() is False
