from datetime import date

import pytest
from django.core.management import CommandError, call_command

from tests.factories import ClaimFactory, DistributorFactory, ProductFactory, ResellerFactory, UnitFactory
from tests.warranty.lists import HEAD, ROW, serials, take_in
from warranty.models import Unit, UnitList, UnitState
from warranty.states import ListState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _known_names(db):
    ProductFactory(code="HALO")
    distributor = DistributorFactory(code="NORD", name="Nordström Grossist")
    ResellerFactory(code="R1", name="Élec Lyon", distributor=distributor)


def test_takes_in_what_a_factory_sends(tmp_path):
    said = take_in(tmp_path, HEAD + ROW)

    unit = Unit.objects.get()
    assert "1 unit added, 0 changed" in said
    names = (unit.serial, unit.product.code, unit.revision, unit.lot, unit.firmware)
    assert names == ("2512004713H", "HALO", "B", "L2512A", "5.1.0")
    assert (unit.manufactured_on, unit.shipped_on) == (date(2025, 3, 20), date(2025, 4, 1))
    assert (unit.distributor.code, unit.reseller.code) == ("NORD", "R1")
    assert (unit.sold_on, unit.first_online_on) == (date(2025, 4, 20), date(2025, 4, 21))
    assert (unit.state, unit.is_clone_suspected) == (UnitState.SOLD, False)


def test_remembers_what_came_in_on_the_command_line(tmp_path):
    take_in(tmp_path, HEAD + ROW)

    row = UnitList.objects.get()
    assert (row.name, row.state, row.rows, row.added, row.changed) == ("units.csv", ListState.TAKEN_IN, 1, 1, 0)
    assert row.handed_in_by is None
    assert row.finished_at is not None


def test_the_same_list_again_changes_nothing_and_leaves_no_history(tmp_path):
    take_in(tmp_path, HEAD + ROW)

    said = take_in(tmp_path, HEAD + ROW)

    assert "0 units added, 0 changed, 1 as they were" in said
    assert Unit.objects.get().history.count() == 0


def test_a_known_unit_is_completed_and_an_empty_cell_says_nothing(tmp_path):
    take_in(tmp_path, HEAD + ROW)

    said = take_in(tmp_path, "serial,firmware,lot\n2512004713H,6.0.0,\n")

    unit = Unit.objects.get()
    assert "0 units added, 1 changed" in said
    assert (unit.firmware, unit.lot, unit.reseller.code) == ("6.0.0", "L2512A", "R1")
    assert unit.history.count() == 1


def test_a_list_may_add_complete_and_confirm_at_once(tmp_path):
    UnitFactory(serial="2512000001H", firmware="1.0", lot="A")
    UnitFactory(serial="2512000002H", firmware="2.0")

    said = take_in(tmp_path, "serial,firmware\n2512000003H,2.0\n2512000001H,2.0\n2512000002H,2.0\n")

    assert "1 unit added, 1 changed, 1 as they were" in said
    assert set(Unit.objects.values_list("firmware", flat=True)) == {"2.0"}
    assert Unit.objects.get(serial="2512000001H").lot == "A"


def test_a_list_of_sales_names_serial_reseller_and_day(tmp_path):
    UnitFactory(serial="2512004713H", reseller=None, distributor=None, manufactured_on=date(2025, 3, 20))

    take_in(tmp_path, "serial;reseller;sold_on\n2512-004713 h;elec lyon;2025-04-20\n")

    unit = Unit.objects.get()
    assert (unit.reseller.code, unit.distributor.code, unit.sold_on) == ("R1", "NORD", date(2025, 4, 20))
    assert unit.manufactured_on == date(2025, 3, 20)


def test_a_dry_run_tells_and_changes_nothing(tmp_path):
    UnitFactory(serial="2512000001H", firmware="1.0")

    said = take_in(tmp_path, "serial,firmware\n2512000001H,2.0\n2512000002H,2.0\n", dry_run=True)

    assert "1 unit would be added, 1 would be changed, 0 as they were" in said
    assert Unit.objects.get().firmware == "1.0"
    assert UnitList.objects.exists() is False


def test_a_reseller_brings_its_distributor_only_where_none_is_known(tmp_path):
    other = DistributorFactory(code="OTHER")
    UnitFactory(serial="2512000001H", reseller=None, distributor=other)

    take_in(tmp_path, "serial,reseller\n2512000001H,R1\n2512000002H,R1\n")

    assert Unit.objects.get(serial="2512000001H").distributor == other
    assert Unit.objects.get(serial="2512000002H").distributor.code == "NORD"


def test_the_letter_names_the_product_only_where_none_is_known(tmp_path):
    special = ProductFactory(code="SPECIAL", serial_letter="X")
    UnitFactory(serial="2512000001H", product=special)

    take_in(tmp_path, "serial\n2512000001H\n2512000002H\n2512000003Q\n")

    assert Unit.objects.get(serial="2512000001H").product == special
    assert Unit.objects.get(serial="2512000002H").product.code == "HALO"
    assert Unit.objects.get(serial="2512000003Q").product is None


def test_many_rows_come_in_by_pieces_in_their_order(tmp_path):
    said = take_in(tmp_path, "serial\n" + serials(1_003))

    assert "1003 units added" in said
    assert list(Unit.objects.order_by("pk").values_list("serial", flat=True)) == serials(1_003).split()


def test_the_open_claims_on_what_changed_are_due_and_no_others(tmp_path):
    same, changed = UnitFactory(serial="2512000001H", firmware="2.0"), UnitFactory(serial="2512000002H")
    untouched, due = ClaimFactory(unit=same, due_since=None), ClaimFactory(unit=changed, due_since=None)
    stranger = ClaimFactory(unit=None, serial="2512000003H", product=None, due_since=None)

    take_in(tmp_path, "serial,firmware\n2512000001H,2.0\n2512000002H,2.0\n2512000003H,2.0\n")

    for claim in (untouched, due, stranger):
        claim.refresh_from_db()
    assert untouched.due_since is None
    assert due.due_since is not None
    assert stranger.due_since is not None
    assert stranger.unit.serial == "2512000003H"


def test_a_list_without_rows_adds_nothing(tmp_path):
    assert "0 units added" in take_in(tmp_path, "serial\n\n")


def test_a_file_that_is_not_there_is_said_in_a_sentence(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_units", str(tmp_path / "none.csv"))


def test_a_bar_tells_how_many_rows_are_read_and_taken_in(tmp_path, capsys):
    file = tmp_path / "units.csv"
    file.write_text("serial\n" + serials(10))

    call_command("import_units", str(file))

    said = capsys.readouterr()
    assert "10 rows read in" in said.err
    assert "10 rows taken in in" in said.err
    assert said.out.strip() == "10 units added, 0 changed, 0 as they were."
