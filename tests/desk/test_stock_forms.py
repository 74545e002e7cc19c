"""Django's own forms at the desk: two people at once, and values that no browser would send."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import NON_FIELD_ERRORS
from django.db import connection
from django.forms import ModelForm
from django.test import Client

from accounts.models import User
from accounts.roles import sync_roles
from tests.desk.conftest import at_desk
from tests.desk.test_terms_admin import address_of, policy_cells
from tests.factories import (
    LawVersionFactory,
    PolicyFactory,
    PolicyVersionFactory,
    ProductFactory,
    UnitFactory,
    UserFactory,
)
from warranty.forms.desk import UnitForm
from warranty.forms.terms import PolicyVersionForm
from warranty.models import LawVersion, PolicyVersion, Unit
from warranty.services import terms

UNIT = "/admin/warranty/unit/"
ADD = "/admin/warranty/policyversion/add/"


def owner() -> Client:
    sync_roles()
    return at_desk(UserFactory(is_staff=True, is_superuser=True))


def at_once(path: str, cells: dict[str, Any], *, people: int = 2) -> list[Any]:
    """The answers to people who send the same form at the same moment."""
    clients = [owner() for _person in range(people)]

    def send(client: Client) -> Any:
        try:
            return client.post(path, cells)
        finally:
            connection.close()

    with ThreadPoolExecutor(people) as pool:
        return [future.result(timeout=30) for future in [pool.submit(send, client) for client in clients]]


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Everybody's form is found good before anybody's is written; whoever looks again does so alone."""

    def meet_in(form: type[ModelForm[Any]], people: int = 2) -> None:
        barrier, plain = Barrier(people), form._post_clean
        first_looks: list[None] = []

        def wait_for_the_others(self: ModelForm[Any]) -> None:
            plain(self)
            first_looks.append(None)
            if len(first_looks) <= people:
                barrier.wait(timeout=20)

        monkeypatch.setattr(form, "_post_clean", wait_for_the_others)

    return meet_in


@pytest.mark.django_db(transaction=True)
def test_a_unit_that_two_write_down_at_once_is_there_once_and_the_slower_is_told(meeting: Any):
    product = ProductFactory()
    meeting(UnitForm)

    answers = at_once(f"{UNIT}add/", {"serial": "2512004713H", "product": product.pk, "lot": "L 77"})

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    slower = next(answer for answer in answers if answer.status_code == 200).content.decode()
    assert "already exists" in slower
    assert "L 77" in slower
    assert Unit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_drafts_instead_of_the_same_version_are_one_and_the_slower_is_told(meeting: Any):
    old = PolicyVersionFactory(policy=PolicyFactory(code="POL-CA"))
    meeting(PolicyVersionForm)

    answers = at_once(ADD, policy_cells(supersedes=old.pk, note="mine"))

    assert sorted(answer.status_code for answer in answers) == [200, 302]
    assert "mine" in next(answer for answer in answers if answer.status_code == 200).content.decode()
    assert PolicyVersion.objects.filter(supersedes=old).count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["change", "delete"])
def test_a_draft_that_is_published_while_somebody_saves_it_stays_as_it_was_published(what: str):
    draft = PolicyVersionFactory(policy=PolicyFactory(code="POL-CA"), published_at=None, term_months=60)
    boss, other = owner(), User.objects.get()
    cells = policy_cells(term_months=1) if what == "change" else {"post": "yes"}

    with ThreadPoolExecutor(1) as pool:
        # The other one holds the draft and has not finished when the form comes in.
        def send() -> Any:
            try:
                return boss.post(address_of(draft, what), cells)
            finally:
                connection.close()

        with terms.transaction.atomic():
            terms.publish(version=draft, user=other)
            answer = pool.submit(send)
            with pytest.raises(TimeoutError):
                answer.result(timeout=0.7)

        assert answer.result(timeout=20).status_code == 303

    draft.refresh_from_db()
    assert (draft.term_months, draft.published_at is not None) == (60, True)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["x", "\x00", "0001-01-01", "9" * 5000, "9" * 30, "-1", "٣"])
@pytest.mark.parametrize("field", ["product", "distributor", "reseller"])
def test_what_can_be_no_row_is_refused_beside_its_field(administrator: User, field: str, typed: str):
    unit = UnitFactory(lot="L1")
    cells = {"serial": unit.serial, "product": unit.product_id, "lot": "L2", field: typed}

    answer = at_desk(administrator).post(f"{UNIT}{unit.pk}/change/", cells)

    assert answer.status_code == 200
    assert list(answer.context["adminform"].form.errors) == [field]
    assert NON_FIELD_ERRORS not in answer.context["adminform"].form.errors
    assert Unit.objects.get().lot == "L1"


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date.min, date(25, 1, 1), date(1989, 12, 31), date(2077, 1, 1), date.max])
def test_terms_begin_within_living_memory(administrator: User, day: date):
    policy = PolicyVersionFactory(policy=PolicyFactory(code="POL-CA"), published_at=None, valid_from=None)
    law = LawVersionFactory(published_at=None, valid_from=None)
    desk = at_desk(administrator)

    answer = desk.post(address_of(policy), policy_cells(valid_from=day.isoformat()))
    of_law = desk.post(address_of(law), {"valid_from": day.isoformat()})

    assert list(answer.context["adminform"].form.errors) == ["valid_from"]
    assert "valid_from" in of_law.context["adminform"].form.errors
    assert PolicyVersion.objects.get().valid_from is None
    assert LawVersion.objects.get().valid_from is None
