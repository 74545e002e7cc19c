"""The pages on which a list is handed in, looked at, let in or dropped."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.factories import ProductFactory, UserFactory
from tests.warranty.lists import spreadsheet
from warranty.lists import progress
from warranty.lists.watching import Stage
from warranty.models import Unit, UnitList
from warranty.services.list_work import work_on_lists
from warranty.states import ListState

pytestmark = pytest.mark.django_db

ADD = "/admin/warranty/unitlist/add/"
GOOD = b"serial,lot\n2512004713H,A\n"


@pytest.fixture
def desk(client, administrator):
    ProductFactory(code="HALO")
    client.force_login(administrator)
    return client


def handed_in(desk, content: bytes = GOOD, name: str = "march.csv", **more: str):
    return desk.post(ADD, {"list": SimpleUploadedFile(name, content), "whole": "1", **more})


def page_of(desk) -> str:
    return desk.get(f"/admin/warranty/unitlist/{UnitList.objects.get().pk}/change/").content.decode()


def test_from_the_upload_to_the_units(desk):
    answer = handed_in(desk)
    waiting = page_of(desk)
    work_on_lists()
    checked = page_of(desk)
    unit_list = UnitList.objects.get()
    desk.post(f"/admin/warranty/unitlist/{unit_list.pk}/confirm/")
    work_on_lists()
    done = page_of(desk)

    assert (answer.status_code, answer["Location"]) == (303, f"/admin/warranty/unitlist/{unit_list.pk}/change/")
    assert "Waits for a worker" in waiting
    assert "data-under-way" in waiting
    assert "units would be added" in checked
    assert "Take it in" in checked
    assert "units added" in done
    assert "data-under-way" not in done
    assert "Ada Min" in done
    assert Unit.objects.get().lot == "A"


def test_a_spreadsheet_is_as_good(desk):
    handed_in(desk, spreadsheet(("serial", "lot"), ("2512004713H", "A")), name="march.xlsx")
    work_on_lists()

    assert UnitList.objects.get().added == 1
    assert UnitList.objects.get().name == "march.xlsx"


def test_wrong_cells_are_shown_and_can_be_downloaded(desk):
    handed_in(desk, b"serial,lot\n" + b"hello,=1\n" * 60)
    work_on_lists()

    page = page_of(desk)
    answer = desk.get(f"/admin/warranty/unitlist/{UnitList.objects.get().pk}/errors/")

    assert "“hello” is no serial number" in page
    assert "The first 100 of 120 wrong cells." in page
    assert "Take it in" not in page
    assert answer["Content-Disposition"] == 'attachment; filename="errors march.csv"'
    assert len(b"".join(answer).splitlines()) == 121


def test_what_a_list_says_is_text_on_the_page(desk):
    handed_in(desk, b"serial\n<script>alert(1)</script>\n", name="<b>.csv")
    work_on_lists()

    page = page_of(desk)

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "<b>.csv" not in page


def test_a_list_that_changes_nothing_is_not_offered(desk):
    handed_in(desk, b"serial\n")
    work_on_lists()

    page = page_of(desk)

    assert "there is nothing to take in" in page
    assert "Take it in" not in page


def test_the_bar_shows_how_far_it_is(desk):
    handed_in(desk)
    notebook = progress.Notebook(UnitList.objects.get().pk)
    notebook.begin(Stage.TAKING_IN, 400)
    notebook.advance(100)
    notebook._write()

    page = page_of(desk)

    assert 'value="25" max="100"' in page
    assert "Taking the units in" in page


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "Please choose a file."),
        ({"list": SimpleUploadedFile("a.csv", b""), "whole": "1"}, "This file is empty."),
        ({"list": SimpleUploadedFile("a.csv", GOOD)}, "Only a part of the file arrived."),
        ({"list": "no file", "whole": "1"}, "Please choose a file."),
    ],
)
def test_an_upload_that_is_none_is_refused_in_words(desk, given, words):
    answer = desk.post(ADD, given)

    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert UnitList.objects.exists() is False


def test_the_mark_of_a_whole_upload_comes_after_the_file(desk):
    page = desk.get(ADD).content.decode()

    assert page.index('name="list"') < page.index('name="whole"')


def test_an_upload_that_breaks_off_is_not_taken_for_a_whole_one(desk):
    body = (
        b'--x\r\nContent-Disposition: form-data; name="list"; filename="a.csv"\r\n'
        b"Content-Type: text/csv\r\n\r\nserial\n2512004713H\n25120047"
    )

    answer = desk.generic("POST", ADD, body, content_type="multipart/form-data; boundary=x")

    assert answer.status_code == 422
    assert UnitList.objects.exists() is False


def test_a_list_may_be_dropped_and_is_then_final(desk):
    handed_in(desk)
    work_on_lists()
    address = f"/admin/warranty/unitlist/{UnitList.objects.get().pk}/"

    desk.post(f"{address}drop/")
    late = desk.post(f"{address}confirm/", follow=True).content.decode()

    assert UnitList.objects.get().state == ListState.DROPPED
    assert "Cannot go from “Dropped” to “Being taken in”." in late
    assert Unit.objects.exists() is False


@pytest.mark.parametrize("path", ["999/change/", "999/errors/", "99999999999999999999/change/", "x/change/"])
def test_a_list_that_is_none_is_not_found(desk, path):
    assert desk.get(f"/admin/warranty/unitlist/{path}").status_code == 404


def test_what_cannot_be_done_with_a_list_is_not_found(desk):
    handed_in(desk)

    assert desk.post(f"/admin/warranty/unitlist/{UnitList.objects.get().pk}/burn/").status_code == 404
    assert desk.get(f"/admin/warranty/unitlist/{UnitList.objects.get().pk}/confirm/").status_code == 405


def test_who_only_reads_sees_lists_and_hands_in_none(client, technician):
    unit_list = UnitList.objects.create(name="a.csv", state=ListState.CHECKED, rows=1, added=1)
    client.force_login(technician)

    page = client.get(f"/admin/warranty/unitlist/{unit_list.pk}/change/").content.decode()

    assert "units would be added" in page
    assert "Take it in" not in page
    assert handed_in(client).status_code == 403
    assert client.post(f"/admin/warranty/unitlist/{unit_list.pk}/confirm/").status_code == 403
    assert "a.csv" in client.get("/admin/warranty/unitlist/").content.decode()


def test_the_way_there_stands_above_the_units_for_those_who_may(desk, client, technician):
    offered = desk.get("/admin/warranty/unit/").content.decode()
    client.force_login(technician)

    assert ADD in offered
    assert ADD not in client.get("/admin/warranty/unit/").content.decode()


def test_the_lists_cost_the_same_however_many(desk, django_assert_max_num_queries):
    for number in range(60):
        UnitList.objects.create(name=f"{number}.csv", handed_in_by=UserFactory())

    with django_assert_max_num_queries(10):
        assert desk.get("/admin/warranty/unitlist/").status_code == 200
