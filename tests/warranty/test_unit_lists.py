"""A list handed in at the desk: checked by a worker, let in when somebody says so, by a worker too."""

import threading
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.utils import timezone

from common.errors import DomainError, TransitionError
from files.errors import FileRefusedError
from tests.factories import ProductFactory, UnitFactory, UserFactory
from tests.warranty.lists import serials
from warranty.lists import progress
from warranty.lists.watching import Stage
from warranty.models import Unit, UnitList
from warranty.periodic import drop_forgotten_lists, work_on_lists
from warranty.services import list_work
from warranty.services.unit_lists import confirm_list, drop_list, hand_in
from warranty.states import LIST_STATES, UNDER_WAY, ListState

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _product(db):
    ProductFactory(code="HALO")


@pytest.fixture
def user():
    return UserFactory(name="Mona Chef")


def handed_in(user, content: str = "serial,lot\n2512004713H,A\n", name: str = "march.csv") -> UnitList:
    return hand_in(name=name, content=BytesIO(content.encode()), user=user)


def checked(user, content: str = "serial,lot\n2512004713H,A\n") -> UnitList:
    unit_list = handed_in(user, content)
    work_on_lists()
    unit_list.refresh_from_db()
    return unit_list


def test_every_state_has_its_arrows():
    assert set(LIST_STATES.arrows) == set(ListState)
    assert {state for state in ListState if LIST_STATES.arrows[state]} == {*UNDER_WAY, ListState.CHECKED}


def test_a_list_is_kept_and_a_worker_is_woken(user, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        unit_list = handed_in(user)

    assert (unit_list.name, unit_list.state, unit_list.handed_in_by) == ("march.csv", ListState.CHECKING, user)
    assert unit_list.file.sha256
    assert len(callbacks) == 1


def test_the_worker_counts_and_changes_nothing(user):
    UnitFactory(serial="2512000001H", lot="A")
    UnitFactory(serial="2512000002H", lot="B")

    unit_list = checked(user, "serial,lot\n2512000001H,A\n2512000002H,A\n2512000003H,A\n")

    assert unit_list.state == ListState.CHECKED
    assert (unit_list.rows, unit_list.added, unit_list.changed, unit_list.unchanged) == (3, 1, 1, 1)
    assert Unit.objects.count() == 2
    assert Unit.objects.get(serial="2512000002H").lot == "B"


def test_once_confirmed_it_comes_in_and_its_bytes_go(user, django_capture_on_commit_callbacks):
    unit_list, other = checked(user), UserFactory()

    confirm_list(unit_list=unit_list, user=other)
    with django_capture_on_commit_callbacks(execute=True):
        assert work_on_lists() == 1

    unit_list.refresh_from_db()
    unit_list.file.refresh_from_db()
    assert (unit_list.state, unit_list.added, unit_list.decided_by) == (ListState.TAKEN_IN, 1, other)
    assert unit_list.finished_at is not None
    assert Unit.objects.get().lot == "A"
    assert unit_list.file.erased_at is not None
    assert default_storage.exists(unit_list.file.key) is False


def test_the_row_history_names_who_handed_it_in(user):
    UnitFactory(serial="2512004713H")
    unit_list = checked(user)

    confirm_list(unit_list=unit_list, user=user)
    work_on_lists()

    context = Unit.objects.get().history.get().pgh_context
    assert context.metadata == {"user": user.pk, "unit_list": unit_list.pk}


def test_wrong_cells_are_kept_a_hundred_to_show_and_all_to_hand_back(user):
    unit_list = checked(user, "serial,lot\n" + '=1+1,"=HYPERLINK(1)"\n' * 70)

    assert (unit_list.state, unit_list.problem_count, len(unit_list.problems)) == (ListState.REFUSED, 140, 100)
    line, column, words = unit_list.problems[0]
    assert (line, column) == (2, "serial")
    assert "is no serial number" in words
    with default_storage.open(unit_list.problem_file.key) as file:
        rows = file.read().decode("utf-8-sig").splitlines()
    assert len(rows) == 141
    assert rows[0] == "line,column,what is wrong"
    assert Unit.objects.exists() is False


def test_the_worker_speaks_the_language_of_who_handed_it_in():
    unit_list = checked(UserFactory(language="fr"), "product\nHALO\n")

    assert unit_list.state == ListState.REFUSED
    assert unit_list.refusal
    assert "must name the columns" not in unit_list.refusal


def test_what_clashes_with_what_came_in_since_is_refused_at_the_end(user):
    unit_list = checked(user, "serial,sold_on\n2512004713H,2025-01-01\n")
    UnitFactory(serial="2512004713H", manufactured_on="2025-02-01")

    confirm_list(unit_list=unit_list, user=user)
    work_on_lists()

    unit_list.refresh_from_db()
    assert unit_list.state == ListState.REFUSED
    assert "in the registry" in unit_list.problems[0][2]
    assert Unit.objects.get().sold_on is None


def test_a_dropped_list_is_gone_and_cannot_be_confirmed(user, django_capture_on_commit_callbacks):
    unit_list = checked(user)

    with django_capture_on_commit_callbacks(execute=True):
        drop_list(unit_list=unit_list, user=user)

    unit_list.refresh_from_db()
    assert unit_list.state == ListState.DROPPED
    assert default_storage.exists(unit_list.file.key) is False
    with pytest.raises(TransitionError):
        confirm_list(unit_list=unit_list, user=user)


@pytest.mark.parametrize("state", sorted(set(ListState) - {ListState.CHECKED}))
def test_only_what_is_checked_can_be_let_in(user, state):
    unit_list = handed_in(user)
    UnitList.objects.update(state=state)

    with pytest.raises(TransitionError):
        confirm_list(unit_list=unit_list, user=user)

    unit_list.refresh_from_db()
    assert unit_list.state == state


def test_a_list_that_nobody_lets_in_is_dropped_after_some_days(user):
    old, young = checked(user), checked(user)
    UnitList.objects.filter(pk=old.pk).update(handed_in_at=timezone.now() - timedelta(days=4))

    assert drop_forgotten_lists() == 1

    old.refresh_from_db()
    young.refresh_from_db()
    assert (old.state, old.decided_by, young.state) == (ListState.DROPPED, None, ListState.CHECKED)


def test_a_file_that_is_gone_is_said(user):
    unit_list = handed_in(user)
    default_storage.delete(unit_list.file.key)

    work_on_lists()

    unit_list.refresh_from_db()
    assert unit_list.state == ListState.REFUSED
    assert "cannot be found any more" in unit_list.refusal


def test_a_file_larger_than_any_form_is_refused(user, settings):
    settings.UPLOAD_MAX_BYTES = 1

    with pytest.raises(FileRefusedError, match="larger than"):
        handed_in(user)

    assert UnitList.objects.exists() is False


def test_several_lists_are_worked_through_oldest_first(user):
    lists = [handed_in(user, f"serial\n251200000{n}H\n") for n in range(3)]

    assert work_on_lists() == 3

    assert {UnitList.objects.get(pk=unit_list.pk).state for unit_list in lists} == {ListState.CHECKED}


def test_how_far_it_is_can_be_read_meanwhile_and_is_forgotten_after(user, monkeypatch):
    monkeypatch.setattr(progress, "EVERY_SECONDS", 0)
    unit_list, seen = handed_in(user, "serial\n" + serials(600)), []
    advance = progress.Notebook.advance

    def look(self, count):
        advance(self, count)
        seen.append(progress.progress_of(unit_list.pk))

    monkeypatch.setattr(progress.Notebook, "advance", look)

    work_on_lists()

    assert [(step.stage, step.done, step.percent) for step in seen] == [
        (Stage.READING, 250, 41),
        (Stage.READING, 500, 83),
        (Stage.READING, 600, 99),
    ]
    assert progress.progress_of(unit_list.pk) is None


def test_without_the_cache_the_work_goes_on(user, settings):
    settings.CACHES = {"default": settings.CACHES["default"] | {"LOCATION": "redis://127.0.0.1:1/0"}}

    assert checked(user).state == ListState.CHECKED
    assert progress.progress_of(1) is None


@pytest.mark.django_db(transaction=True)
class TestWorkers:
    """Workers that die, and workers that meet."""

    def test_one_that_dies_half_way_leaves_the_list_to_the_next(self, user, monkeypatch):
        unit_list = checked(user)
        confirm_list(unit_list=unit_list, user=user)
        finish = list_work._finish

        def die(*_args, **_options):
            raise SystemExit

        monkeypatch.setattr(list_work, "_finish", die)
        with pytest.raises(SystemExit):
            work_on_lists()
        unit_list.refresh_from_db()
        left = (unit_list.state, unit_list.attempts, Unit.objects.count())
        monkeypatch.setattr(list_work, "_finish", finish)
        work_on_lists()

        unit_list.refresh_from_db()
        assert left == (ListState.CONFIRMED, 1, 0)
        assert (unit_list.state, Unit.objects.count()) == (ListState.TAKEN_IN, 1)

    def test_a_list_that_stops_every_worker_is_given_up_and_says_so(self, user, monkeypatch):
        unit_list, fine = handed_in(user), handed_in(user, "serial\n2512000001H\n")
        judge = list_work._judge

        def die(given):
            if given.pk == unit_list.pk:
                raise SystemExit
            judge(given)

        monkeypatch.setattr(list_work, "_judge", die)
        for _turn in range(list_work.MOST_ATTEMPTS):
            with pytest.raises(SystemExit):
                work_on_lists()
        work_on_lists()

        unit_list.refresh_from_db()
        fine.refresh_from_db()
        assert (unit_list.state, fine.state) == (ListState.FAILED, ListState.CHECKED)
        assert "broken off several times" in unit_list.refusal

    def test_a_list_in_work_is_left_alone_by_others(self, user, monkeypatch):
        unit_list, judge, at_work, go_on = handed_in(user), list_work._judge, threading.Event(), threading.Event()

        def wait(given):
            at_work.set()
            assert go_on.wait(10)
            judge(given)

        def work() -> None:
            try:
                work_on_lists()
            finally:
                connection.close()

        monkeypatch.setattr(list_work, "_judge", wait)
        worker = threading.Thread(target=work)
        worker.start()
        assert at_work.wait(10)
        meanwhile = work_on_lists()
        with pytest.raises(DomainError, match="being worked on just now"):
            drop_list(unit_list=unit_list, user=user)
        go_on.set()
        worker.join(10)

        unit_list.refresh_from_db()
        assert meanwhile == 0
        assert (unit_list.state, unit_list.attempts) == (ListState.CHECKED, 0)

    def test_other_lists_wait_while_one_is_at_the_desk(self, user):
        unit_list = handed_in(user)

        def sit_at_the_desk(seated: threading.Event, stand_up: threading.Event) -> None:
            with transaction.atomic():
                assert list_work._at_the_desk()
                seated.set()
                stand_up.wait(10)
            connection.close()

        seated, stand_up = threading.Event(), threading.Event()
        other = threading.Thread(target=sit_at_the_desk, args=(seated, stand_up))
        other.start()
        assert seated.wait(10)
        done = work_on_lists()
        stand_up.set()
        other.join(10)

        unit_list.refresh_from_db()
        assert (done, unit_list.state, unit_list.attempts) == (0, ListState.CHECKING, 0)
