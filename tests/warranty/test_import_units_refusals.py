"""Rows that cannot be taken: line and column named, and nothing of the list comes in."""

import csv
from datetime import date

import pytest

from tests.factories import DistributorFactory, ProductFactory, ResellerFactory, UnitFactory
from tests.warranty.lists import refused, serials, spreadsheet

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _known_names(db):
    ProductFactory(code="HALO")
    DistributorFactory(code="NORD", name="Nordström Grossist")
    ResellerFactory(code="R1", name="Élec Lyon")


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ("serial\nhello\n", "Line 2, serial: “hello” is no serial number"),
        ("serial\n2512004713\n", "Line 2, serial: “2512004713” is no serial number"),
        ("serial,product\n,HALO\n", "Line 2, serial: The serial number is missing"),
        ("serial,product\n2512004713H,NOPE\n", "Line 2, product: There is no product “NOPE”"),
        ("serial,reseller\n2512004713H,NORD\n", "Line 2, reseller: There is no reseller called “NORD”"),
        ("serial,distributor\n2512004713H,R1\n", "Line 2, distributor: There is no distributor called “R1”"),
        ("serial,shipped_on\n2512004713H,2025-02-30\n", "Line 2, shipped_on: “2025-02-30” is no date"),
        ("serial,shipped_on\n2512004713H,01/02/2025\n", "“01/02/2025” is no date"),
        ("serial,shipped_on\n2512004713H,٢٠٢٥-٠١-٠١\n", "is no date"),
        ("serial,shipped_on\n2512004713H,2999-01-01\n", "Line 2, shipped_on: 2999-01-01 lies too far back or in the"),
        ("serial,sold_on\n2512004713H,1889-01-01\n", "lies too far back"),
        ("serial,lot\n2512004713H," + "x" * 41 + "\n", "Line 2, lot: “xxxxxxxxxxxxxxxxxxxx…” is longer than 40"),
        ("serial,lot\n2512004713H,a,b\n", "Line 2: There are more cells than columns: “b”"),
        ("serial,lot,firmware\n2512004713H,a,b\n2512004714H,a\n", "Line 3, firmware: The row ends before this column"),
        ("serial\n2512004713H\n2512004714H\n2512-004713h\n", "Line 4, serial: 2512004713H stands in line 2 already"),
    ],
)
def test_line_and_column_are_named(tmp_path, cells, words):
    assert words in refused(tmp_path, cells)


@pytest.mark.parametrize("column", ["shipped_on", "sold_on", "first_online_on"])
def test_nothing_happens_to_a_unit_before_it_is_made(tmp_path, column):
    said = refused(tmp_path, f"serial,manufactured_on,{column}\n2512004713H,2025-05-01,2025-04-01\n")

    assert f"Line 2, {column}: 2025-04-01 lies before the manufacture on 2025-05-01." in said


def test_what_the_registry_knows_is_compared_too(tmp_path):
    UnitFactory(serial="2512004713H", manufactured_on=date(2025, 5, 1))
    UnitFactory(serial="2512004714H", sold_on=date(2025, 4, 1))

    sold = refused(tmp_path, "serial,sold_on\n2512004713H,2025-04-01\n")
    made = refused(tmp_path, "serial,manufactured_on\n2512004714H,2025-05-01\n")

    assert "Line 2, sold_on: 2025-04-01 lies before the manufacture on 2025-05-01 in the registry" in sold
    assert "Line 2, sold_on: 2025-04-01 lies before the manufacture on 2025-05-01 in the registry" in made


def test_what_was_wrong_in_the_registry_before_keeps_no_list_out_that_does_not_speak_of_it(tmp_path):
    UnitFactory(serial="2512004713H", manufactured_on=date(2025, 5, 1), sold_on=date(2025, 4, 1))

    said = refused(tmp_path, "serial,lot\n2512004713H,A\nhello,B\n")

    assert "1 cell of this list is wrong" in said


def test_one_bad_line_keeps_the_good_ones_out(tmp_path):
    said = refused(tmp_path, "serial\n2512004713H\nhello\nworld\n")

    assert "Line 3" in said
    assert "Line 4" in said
    assert "2 cells" in said


def test_every_wrong_cell_of_a_row_is_named(tmp_path):
    said = refused(tmp_path, "serial,product,sold_on\nhello,NOPE,soon\n")

    assert "Line 2, serial" in said
    assert "Line 2, product" in said
    assert "Line 2, sold_on" in said


def test_a_hundred_are_shown_and_all_are_written_down(tmp_path):
    said = refused(tmp_path, "serial\n" + "hello\n" * 250, errors=str(tmp_path / "errors.csv"))

    rows = list(csv.reader((tmp_path / "errors.csv").open(encoding="utf-8-sig", newline="")))
    assert said.count("is no serial number") == 100
    assert "… and 150 more" in said
    assert rows[0] == ["line", "column", "what is wrong"]
    assert [row[0] for row in rows[1:]] == [str(line) for line in range(2, 252)]


def test_a_place_for_the_errors_that_cannot_be_written_is_said(tmp_path):
    assert "cannot be written" in refused(tmp_path, "serial\n", errors=str(tmp_path / "no" / "where.csv"))


def test_a_name_that_two_partners_share_asks_for_the_code(tmp_path):
    ResellerFactory(code="R2", name="Élec Lyon")

    assert "please give the code" in refused(tmp_path, "serial,reseller\n2512004713H,Elec lyon\n")


@pytest.mark.parametrize(
    "cell", ['=HYPERLINK("http://x.example","y")', "+cmd|' /C calc'!A0", "@SUM(A1)", "-cmd", " =1+1", "=1"]
)
@pytest.mark.parametrize("column", ["lot", "firmware", "revision", "product", "reseller", "sold_on"])
def test_a_formula_is_refused_wherever_it_stands(tmp_path, column, cell):
    quoted = cell.replace('"', '""')

    said = refused(tmp_path, f'serial,{column}\n2512004713H,"{quoted}"\n')

    assert f"Line 2, {column}: “{cell.strip()[:10]}" in said
    assert "is a formula" in said


def test_a_formula_in_a_spreadsheet_is_refused_and_not_reckoned(tmp_path):
    said = refused(tmp_path, spreadsheet(("serial", "lot"), ("2512004713H", '=HYPERLINK("http://x.example","A1")')))

    assert "Line 2, lot: “=HYPERLINK" in said


def test_a_serial_twice_far_apart_is_found(tmp_path):
    said = refused(tmp_path, "serial\n" + serials(700) + "2512000003H\n2512000003H\n")

    assert "Line 702, serial: 2512000003H stands in line 5 already" in said
    assert "Line 703, serial: 2512000003H stands in line 5 already" in said
