"""Policies and laws at the desk: drafted, published once, then only superseded; no code is touched."""

import re
from datetime import date
from html import unescape
from threading import Barrier, Thread

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from common.errors import DomainError
from tests.desk.conftest import at_desk
from tests.desk.covered import UNPROVEN, claim_of, covered_line, judged_again, lay_down_terms
from tests.desk.pages import text_of
from tests.factories import PolicyVersionFactory, ProductFactory
from warranty.book import book_of_this_moment, current_book, forget_book
from warranty.models import Claim, LawVersion, Policy, PolicyVersion
from warranty.services.terms import draft_instead_of, publish

pytestmark = pytest.mark.django_db

LIST = "/admin/warranty/policyversion/"


@pytest.fixture
def terms(db: None) -> None:
    lay_down_terms()
    for code in ("HALO", "LUNA"):
        ProductFactory(code=code)


@pytest.fixture
def boss(manager: User) -> Client:
    return at_desk(manager)


def address_of(version: PolicyVersion | LawVersion, page: str = "change") -> str:
    return reverse(f"admin:warranty_{version._meta.model_name}_{page}", args=[version.pk])


def long_terms() -> PolicyVersion:
    return PolicyVersion.objects.filter(policy__code="POL-CA", valid_from=date(2025, 1, 1)).earliest("pk")


def policy_cells(**other: object) -> dict[str, object]:
    cells = {
        "policy": Policy.objects.get(code="POL-CA").pk, "supersedes": "", "valid_from": "", "models_covered": "",
        "markets": "", "term_months": 48, "start_rule": "purchase", "online_gap_days": 14, "deemed_start_days": 90,
        "install_lag_cap_months": "", "shipment_cap_months": "", "tail_days": 90, "doa_days": 15,
        "paid_repair_days": 90, "notice_months": 2, "keep_papers_months": 12, "note": "Four years",
    }  # fmt: skip
    return {**cells, **other}


def law_cells(**other: object) -> dict[str, object]:
    cells = {
        "country": "BE", "supersedes": "", "valid_from": "", "time_zone": "Europe/Brussels", "term_months": 24,
        "burden_months": 24, "counts_from": "discovery", "repair_adds_months": 0, "repairs_that_add": "",
        "renewal": "never", "renewed_term_months": "", "renewed_burden_months": "", "note": "",
    }  # fmt: skip
    return {**cells, **other}


def test_lists_every_version_with_scope_and_standing(boss: Client, terms: None):
    covered_line()
    PolicyVersionFactory(policy=Policy.objects.get(code="POL-CA"), published_at=None, markets=["SE", "NO"])

    page = text_of(boss.get(LIST))

    for words in (
        "in force, used",
        "draft",
        "LUNA, AMPGUARD · all",
        "all · SE, NO",
        "5 years from purchase, at most 66 months from shipment",
    ):
        assert words in page


def test_laws_are_narrowed_to_the_countries_that_have_one(boss: Client, terms: None):
    page = text_of(boss.get("/admin/warranty/lawversion/"))

    assert "?country=PT" in page
    assert "Zimbabwe" not in page


def test_a_draft_from_nothing_begins_with_the_usual_days(boss: Client, terms: None):
    page = text_of(boss.get("/admin/warranty/policyversion/add/"))

    for name, usual in (("deemed_start_days", 90), ("tail_days", 90), ("doa_days", 15), ("notice_months", 2)):
        assert re.search(f'name="{name}" value="{usual}"', page), name
    assert 'name="term_months" value' not in page


def test_a_new_version_begins_as_a_copy_of_the_one_it_takes_the_place_of(boss: Client, terms: None):
    old = long_terms()

    response = boss.post(address_of(old, "replace"))

    draft = PolicyVersion.objects.get(supersedes=old)
    assert response["Location"] == address_of(draft)
    assert (draft.published_at, draft.term_months, draft.valid_from) == (None, 60, old.valid_from)
    assert "a draft stands ready instead of it" in text_of(boss.get(address_of(old)))
    assert current_book().policy_for("POL-CA", model="HALO", market="SE", sold=date(2025, 5, 1)).id == old.pk


def test_two_people_do_not_begin_the_same_version(boss: Client, terms: None):
    old = long_terms()
    boss.post(address_of(old, "replace"))

    again = boss.post(address_of(old, "replace"), follow=True)

    assert "Somebody has begun another version instead of this one already." in text_of(again)
    assert PolicyVersion.objects.filter(supersedes=old).count() == 1


def test_a_draft_is_changed_and_thrown_away(boss: Client, terms: None):
    draft = draft_instead_of(version=long_terms(), user=User.objects.get())

    changed = boss.post(address_of(draft), policy_cells(supersedes=long_terms().pk, models_covered="luna, HALO ,luna"))
    draft.refresh_from_db()
    thrown = boss.post(address_of(draft, "delete"), {"post": "yes"})

    assert (changed.status_code, thrown.status_code) == (302, 302)
    assert (draft.term_months, draft.models_covered) == (48, ["HALO", "LUNA"])
    assert PolicyVersion.objects.filter(pk=draft.pk).exists() is False


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"models_covered": "HALO, TOASTER"}, "models_covered", "There is no product with the code “TOASTER”."),
        ({"markets": "SE, XX"}, "markets", "“XX” is no country's code."),
        ({"markets": "Sweden"}, "markets", "did not validate"),
        ({"term_months": 0}, "term_months", "greater than or equal to 1"),
        ({"term_months": 1201}, "term_months", "less than or equal to 1200"),
        ({"term_months": "five"}, "term_months", "whole number"),
        ({"valid_from": "yesterday"}, "valid_from", "valid date"),
        ({"start_rule": "moon"}, "start_rule", "moon"),
        ({"tail_days": -1}, "tail_days", "greater than or equal to 0"),
        ({"policy": ""}, "policy", "required"),
        ({"note": "x" * 501}, "note", "500"),
    ],
)
def test_a_policy_that_cannot_be_is_refused_beside_the_field_and_kept(
    boss: Client, terms: None, wrong: dict[str, object], field: str, sentence: str
):
    before = PolicyVersion.objects.count()

    response = boss.post("/admin/warranty/policyversion/add/", policy_cells(**wrong))

    errors = response.context["adminform"].form.errors
    assert response.status_code == 200
    assert [*errors] == [field]
    assert sentence in unescape(str(errors[field]))
    if "note" not in wrong:
        assert 'value="Four years"' in text_of(response)
    assert PolicyVersion.objects.count() == before


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"country": "XX"}, "country", "XX"),
        ({"country": ""}, "country", "required"),
        ({"time_zone": "Mars/Olympus"}, "time_zone", "A time zone is written like Europe/Paris."),
        ({"time_zone": "../etc/passwd"}, "time_zone", "A time zone is written like Europe/Paris."),
        ({"term_months": 0}, "term_months", "greater than or equal to 1"),
        ({"renewal": "always"}, "renewed_term_months", "Please say how many months the new term has."),
        ({"renewal": "always", "renewed_term_months": 0}, "renewed_term_months", "greater than or equal to 1"),
        ({"burden_months": 5000}, "burden_months", "less than or equal to 1200"),
        ({"counts_from": ""}, "counts_from", "required"),
    ],
)
def test_a_law_that_cannot_be_is_refused_beside_the_field(
    boss: Client, terms: None, wrong: dict[str, object], field: str, sentence: str
):
    response = boss.post("/admin/warranty/lawversion/add/", law_cells(**wrong))

    errors = response.context["adminform"].form.errors
    assert [*errors] == [field]
    assert sentence in unescape(str(errors[field]))
    assert LawVersion.objects.filter(country="BE").exists() is False


def test_only_what_is_published_and_free_can_be_replaced(boss: Client, terms: None):
    old, other = long_terms(), LawVersion.objects.get(country="FR")
    draft_instead_of(version=old, user=User.objects.get())
    cap = PolicyVersion.objects.get(policy__code="POL-CAP")

    taken = boss.post("/admin/warranty/policyversion/add/", policy_cells(supersedes=old.pk))
    foreign = boss.post("/admin/warranty/policyversion/add/", policy_cells(supersedes=cap.pk))
    abroad = boss.post("/admin/warranty/lawversion/add/", law_cells(supersedes=other.pk))

    sentences = [str(page.context["adminform"].form.errors["supersedes"]) for page in (taken, foreign, abroad)]
    assert "another draft may stand there" in sentences[0]
    assert "This is a version of another policy." in sentences[1]
    assert "This is the law of another country." in sentences[2]


def test_adding_a_country_is_adding_a_row(boss: Client, terms: None):
    line = covered_line(unit=UNPROVEN, buyer="consumer", country="BE", delivered_on=date(2025, 6, 1))
    before = claim_of(line).verdict

    boss.post("/admin/warranty/lawversion/add/", law_cells())
    law = LawVersion.objects.get(country="BE")
    boss.post(address_of(law, "publish"))
    after = claim_of(judged_again(line)).verdict

    assert (before.decision, before.law_version) == ("needs_proof", None)
    assert (after.decision, after.reason, after.law_version) == ("in_warranty", "STATUTORY_ONLY", law)
    assert after.statutory_until == date(2027, 6, 1)


def test_a_new_policy_is_a_row_and_a_product_that_names_it(boss: Client, terms: None):
    line = covered_line(unit=UNPROVEN)
    boss.post("/admin/warranty/policy/add/", {"code": "pol-pro", "name": "For installers"})
    policy = Policy.objects.get(code="POL-PRO")

    boss.post("/admin/warranty/policyversion/add/", policy_cells(policy=policy.pk, term_months=84))
    version = policy.versions.get()
    boss.post(address_of(version, "publish"))
    line.unit.product.policy = policy
    line.unit.product.save()
    type(line.unit).objects.filter(pk=line.unit_id).update(sold_on=date(2025, 5, 1))
    Claim.objects.update(due_since=timezone.now())

    verdict = claim_of(judged_again(line)).verdict
    assert (verdict.policy_version, verdict.commercial_until) == (version, date(2032, 5, 1))


def test_publishing_decides_at_once_and_asks_again_whoever_was_not_answered(boss: Client, terms: None):
    answered, open_one = covered_line(), covered_line(unit=UNPROVEN)
    elsewhere = covered_line(unit=UNPROVEN)
    type(elsewhere.unit.product).objects.update(policy=None)
    draft = draft_instead_of(version=long_terms(), user=User.objects.get())
    PolicyVersion.objects.filter(pk=draft.pk).update(term_months=12)

    response = boss.post(address_of(draft, "publish"), follow=True)

    draft.refresh_from_db()
    assert "Published: it decides from now on" in text_of(response)
    assert draft.published_at is not None
    assert (claim_of(answered).due_since, claim_of(open_one).due_since is None) == (None, False)
    assert claim_of(judged_again(answered)).verdict.commercial_until == date(2030, 5, 1)
    now = book_of_this_moment().policy_for("POL-CA", model="HALO", market="SE", sold=date(2025, 5, 1))
    assert (now.id, now.term_months) == (draft.pk, 12)
    assert "superseded by" in text_of(boss.get(address_of(long_terms_of(draft))))


def long_terms_of(draft: PolicyVersion) -> PolicyVersion:
    assert draft.supersedes is not None
    return draft.supersedes


def test_a_law_reaches_only_the_claims_of_its_country(manager: User, terms: None):
    french = covered_line(unit=UNPROVEN, country="FR", buyer="consumer")
    swedish = covered_line(unit=UNPROVEN, country="SE", buyer="consumer")
    draft = draft_instead_of(version=LawVersion.objects.get(country="FR"), user=manager)

    publish(version=draft, user=manager)

    assert [claim_of(line).due_since is not None for line in (french, swedish)] == [True, False]


def test_a_worker_that_remembers_the_old_terms_judges_by_the_new(manager: User, terms: None):
    line = covered_line(unit=UNPROVEN, buyer="consumer", country="BE", delivered_on=date(2025, 6, 1))
    remembered = current_book()
    law = LawVersion.objects.create(country="BE", time_zone="Europe/Brussels", term_months=24, counts_from="discovery")
    # Published by another process: nobody tells this one.
    LawVersion.objects.filter(pk=law.pk).update(published_at=timezone.now())
    Claim.objects.update(due_since=timezone.now())

    assert current_book() is remembered
    assert claim_of(judged_again(line)).verdict.law_version == law


def test_what_was_published_is_neither_changed_nor_deleted_by_anybody(boss: Client, administrator: User, terms: None):
    version = long_terms()

    for browser in (boss, at_desk(administrator)):
        changed = browser.post(address_of(version), policy_cells(term_months=1), follow=True)
        deleted = browser.post(address_of(version, "delete"), {"post": "yes"}, follow=True)
        for response in (changed, deleted):
            assert "it can only be superseded. Nothing was changed." in text_of(response)
    for statement in ("UPDATE warranty_policyversion SET term_months = 1", "DELETE FROM warranty_policyversion"):
        with (
            pytest.raises(DatabaseError, match="published_terms_are_kept"),
            transaction.atomic(),
            connection.cursor() as c,
        ):
            c.execute(statement)

    assert long_terms().term_months == 60
    page = text_of(boss.get(address_of(version)))
    assert 'name="_save"' not in page
    assert "New version instead of this one" in page


def test_publishing_twice_and_what_was_thrown_away_is_refused(manager: User, terms: None):
    draft = draft_instead_of(version=long_terms(), user=manager)
    publish(version=draft, user=manager)

    with pytest.raises(DomainError, match="was published meanwhile"):
        publish(version=draft, user=manager)
    gone = draft_instead_of(version=draft, user=manager)
    PolicyVersion.objects.filter(pk=gone.pk).delete()
    with pytest.raises(DomainError, match="was thrown away meanwhile"):
        publish(version=gone, user=manager)
    with pytest.raises(DomainError, match="This is a draft itself"):
        draft_instead_of(version=PolicyVersionFactory(published_at=None), user=manager)


def test_two_versions_for_the_very_same_units_are_not_in_force_together(manager: User, terms: None):
    twin = PolicyVersionFactory(
        policy=Policy.objects.get(code="POL-CA"), valid_from=date(2025, 1, 1), published_at=None
    )
    law = LawVersion.objects.create(country="FR", time_zone="Europe/Paris", term_months=36, counts_from="discovery")

    for version in (twin, law):
        with pytest.raises(DomainError, match="speaks of the same units"):
            publish(version=version, user=manager)


def test_engineers_read_and_change_nothing(desk: Client, engineer: User, terms: None):
    version = long_terms()
    draft = PolicyVersionFactory(policy=version.policy, published_at=None)

    answers = {
        "list": desk.get(LIST).status_code,
        "read": desk.get(address_of(version)).status_code,
        "change": desk.post(address_of(draft), policy_cells()).status_code,
        "add": desk.post("/admin/warranty/policyversion/add/", policy_cells()).status_code,
        "replace": desk.post(address_of(version, "replace")).status_code,
        "publish": desk.post(address_of(draft, "publish")).status_code,
        "delete": desk.post(address_of(draft, "delete"), {"post": "yes"}).status_code,
    }

    assert answers == {
        "list": 200,
        "read": 200,
        **dict.fromkeys(["change", "add", "replace", "publish", "delete"], 403),
    }
    with pytest.raises(DomainError, match="Your role may not do this"):
        publish(version=draft, user=engineer)


def test_technicians_see_none_of_it(technician: User, terms: None):
    browser = at_desk(technician)

    pages = (LIST, "/admin/warranty/lawversion/", "/admin/warranty/policy/")
    assert [browser.get(page).status_code for page in pages] == [403, 403, 403]


def test_another_default_policy_is_asked_for_again_and_only_one_is_it(boss: Client, terms: None):
    line = covered_line(unit=UNPROVEN)
    default, other = Policy.objects.get(code="POL-CA"), Policy.objects.get(code="POL-CAP")
    cells = {"name": "Purchase", "is_default": "on"}

    both = boss.post(f"/admin/warranty/policy/{other.pk}/change/", {"code": "POL-CAP", **cells})
    boss.post(f"/admin/warranty/policy/{default.pk}/change/", {"code": "POL-CA", "name": "Installation"})
    boss.post(f"/admin/warranty/policy/{other.pk}/change/", {"code": "POL-CAP", **cells})
    verdict = claim_of(judged_again(line)).verdict

    assert "Another policy is the default already." in text_of(both)
    assert verdict.facts["policy"] == "POL-CAP"
    assert boss.get(f"/admin/warranty/policy/{default.pk}/delete/").status_code == 403


def test_the_steps_stand_in_the_pages_history(boss: Client, terms: None):
    boss.post(address_of(long_terms(), "replace"))
    draft = PolicyVersion.objects.get(published_at=None)
    boss.post(address_of(draft, "publish"))

    page = text_of(boss.get(address_of(draft, "history")))

    assert "Begun instead of version" in page
    assert "Published." in page
    assert "mona@maker.example" in page


@pytest.mark.django_db(transaction=True)
def test_a_claim_judged_by_the_old_terms_while_they_are_replaced_is_judged_again(manager: User):
    lay_down_terms()
    line = covered_line(unit=UNPROVEN)
    draft = draft_instead_of(version=long_terms(), user=manager)
    forget_book()
    barrier = Barrier(2)

    def judge() -> None:
        barrier.wait()
        for _turn in range(5):
            Claim.objects.filter(pk=line.claim_id).update(due_since=timezone.now())
            judged_again(line)
        connection.close()

    worker = Thread(target=judge)
    worker.start()
    barrier.wait()
    publish(version=draft, user=manager)
    worker.join()

    claim = claim_of(line)
    assert claim.due_since is not None or claim.verdict.policy_version_id != long_terms_of(draft).pk
