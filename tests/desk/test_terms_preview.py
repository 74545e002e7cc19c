"""What a draft of terms would change is counted in the background before anybody publishes it."""

from datetime import date, timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from common.errors import DomainError
from tests.desk.conftest import at_desk
from tests.desk.covered import EXPIRED, OPEN, UNPROVEN, claim_of, covered_line, judged_again, lay_down_terms
from tests.desk.pages import text_of
from tests.factories import TicketFactory, TicketLineFactory
from tickets import previews
from tickets.models import TermsPreview, TicketLine
from tickets.periodic import count_previews
from tickets.services import preview_counting
from tickets.services.previews import ask_preview, cancel_preview
from tickets.states import TicketStatus
from warranty.models import LawVersion, PolicyVersion, Standing, Verdict
from warranty.services.terms import draft_instead_of, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(manager: User) -> PolicyVersion:
    """A year instead of five."""
    lay_down_terms()
    old = PolicyVersion.objects.get(policy__code="POL-CA", valid_from=date(2025, 1, 1))
    draft = draft_instead_of(version=old, user=manager)
    draft.term_months = 12
    draft.save()
    return draft


@pytest.fixture
def boss(manager: User) -> Client:
    return at_desk(manager)


def unanswered(line: TicketLine) -> TicketLine:
    """As if its papers were still to be verified."""
    Verdict.objects.filter(pk=line.claim.verdict_id).update(standing=Standing.PROVISIONAL, issued_at=None)
    return line


def counted(draft: PolicyVersion | LawVersion, user: User) -> TermsPreview:
    preview = ask_preview(version=draft, user=user)
    count_previews()
    preview.refresh_from_db()
    return preview


def page_of(preview: TermsPreview) -> str:
    return f"/admin/tickets/termspreview/{preview.pk}/change/"


def test_counts_which_decisions_and_days_would_change_and_leaves_what_was_issued(draft: PolicyVersion, manager: User):
    lost = unanswered(covered_line())
    kept_but_shorter = unanswered(covered_line(unit={**OPEN, "sold_on": date(2026, 5, 1)}))
    issued = covered_line()
    for untouched in (EXPIRED, UNPROVEN):
        covered_line(unit=untouched)

    preview = counted(draft, manager)

    assert (preview.total, preview.done, preview.changed, preview.failed) == (5, 5, 2, False)
    assert preview.counts == {"in_warranty>out_of_warranty": 1, "ends": 1, "issued": 1}
    assert [row["serial"] for row in preview.sample] == [lost.serial, kept_but_shorter.serial, issued.serial]
    assert [row["issued"] for row in preview.sample] == [False, False, True]
    assert preview.sample[0]["warranty"] == ["2030-05-01", "2026-05-01"]


def test_changes_nothing_by_itself(draft: PolicyVersion, manager: User):
    line = unanswered(covered_line())
    before = (Verdict.objects.count(), claim_of(line).verdict_id, claim_of(line).due_since)

    counted(draft, manager)

    assert (Verdict.objects.count(), claim_of(line).verdict_id, claim_of(line).due_since) == before
    draft.refresh_from_db()
    assert draft.published_at is None


def test_foretells_exactly_what_publishing_does(draft: PolicyVersion, manager: User):
    lines = [unanswered(covered_line(unit=unit)) for unit in (OPEN, EXPIRED, UNPROVEN)]
    before = {line.pk: claim_of(line).verdict.decision for line in lines}
    preview = counted(draft, manager)

    publish(version=draft, user=manager)
    for line in lines:
        judged_again(line)

    moved = {line.serial for line in lines if claim_of(line).verdict.decision != before[line.pk]}
    assert moved == {row["serial"] for row in preview.sample if row["before"] != row["after"]}


def test_asks_only_the_units_of_unfinished_cases(draft: PolicyVersion, manager: User):
    for status in (TicketStatus.CLOSED, TicketStatus.RESOLVED, TicketStatus.SPAM):
        line = unanswered(covered_line())
        type(line.ticket).objects.filter(pk=line.ticket_id).update(status=status)
    TicketLineFactory(ticket=TicketFactory())
    covered_line(unit=UNPROVEN)

    preview = counted(draft, manager)

    assert (preview.total, preview.changed) == (1, 0)


def test_a_new_law_is_previewed_too(manager: User):
    lay_down_terms()
    line = covered_line(unit=UNPROVEN, buyer="consumer", country="BE", delivered_on=date(2025, 6, 1))
    law = LawVersion.objects.create(country="BE", time_zone="Europe/Brussels", term_months=24, counts_from="discovery")

    preview = counted(law, manager)

    assert preview.counts == {"needs_proof>in_warranty": 1}
    assert preview.sample[0]["law"] == [None, "2027-06-01"]
    assert preview.sample[0]["ticket"] == line.ticket_id


def test_goes_on_from_batch_to_batch_and_keeps_two_hundred_lines_to_look_at(draft: PolicyVersion, manager: User):
    case = TicketFactory()
    for _n in range(7):
        unanswered(covered_line(case))

    with patch.object(preview_counting, "BATCH", 3), patch.object(previews, "SAMPLE", 5):
        preview = counted(draft, manager)

    assert (preview.total, preview.done, preview.changed, len(preview.sample)) == (7, 7, 7, 5)


def test_the_draft_asks_and_the_page_tells(boss: Client, draft: PolicyVersion):
    line = unanswered(covered_line())
    issued = covered_line()

    asked = boss.post(f"/admin/tickets/termspreview/policyversion/{draft.pk}/ask/")
    preview = TermsPreview.objects.get()
    waiting = text_of(boss.get(page_of(preview)))
    count_previews()
    told = text_of(boss.get(page_of(preview)))

    assert asked["Location"] == page_of(preview)
    assert ("Waits for a worker" in waiting, "data-under-way" in waiting) == (True, True)
    assert "data-under-way" not in told
    for words in (
        "<b>1</b>would change",
        "In warranty</span> → ",
        line.ticket.pretty_number,
        "our warranty: 01/05/2030 → 01/05/2026",
        "issued: stays",
        issued.serial,
    ):
        assert words in told, words
    assert "1 line would change" in text_of(boss.get(f"/admin/warranty/policyversion/{draft.pk}/change/"))


def test_shows_how_far_it_is(boss: Client, draft: PolicyVersion, manager: User):
    preview = ask_preview(version=draft, user=manager)
    TermsPreview.objects.filter(pk=preview.pk).update(total=400, done=100, leased_until=timezone.now())

    page = text_of(boss.get(page_of(preview)))

    assert 'value="25" max="100"' in page
    assert "100 of 400 open lines" in page
    assert "Look again" in page


def test_two_who_ask_at_once_share_one_count(draft: PolicyVersion, manager: User):
    first, second = (ask_preview(version=draft, user=manager) for _click in range(2))
    count_previews()

    third = ask_preview(version=draft, user=manager)

    assert first == second
    assert third != first


def test_only_a_draft_has_a_preview(boss: Client, draft: PolicyVersion, manager: User):
    old = draft.supersedes
    assert old is not None

    response = boss.post(f"/admin/tickets/termspreview/policyversion/{old.pk}/ask/", follow=True)

    assert "Only a draft has a preview" in text_of(response)
    assert TermsPreview.objects.exists() is False
    assert boss.post(f"/admin/tickets/termspreview/toaster/{old.pk}/ask/").status_code == 404
    assert boss.post("/admin/tickets/termspreview/policyversion/999999/ask/").status_code == 404


def test_says_when_the_draft_was_changed_after_the_count(boss: Client, draft: PolicyVersion, manager: User):
    preview = counted(draft, manager)
    before = text_of(boss.get(page_of(preview)))
    PolicyVersion.objects.filter(pk=draft.pk).update(term_months=24)

    after = text_of(boss.get(page_of(preview)))

    assert "The draft was changed after this was counted." not in before
    assert "The draft was changed after this was counted." in after
    assert "of an earlier text of the draft" in text_of(boss.get(f"/admin/warranty/policyversion/{draft.pk}/change/"))


def test_cancelling_stops_the_worker_at_its_next_step(boss: Client, draft: PolicyVersion, manager: User):
    case = TicketFactory()
    for _n in range(4):
        unanswered(covered_line(case))
    preview = ask_preview(version=draft, user=manager)
    judge, seen = preview_counting._judge, []

    def judge_and_cancel(batch, book, tally) -> None:
        seen.append(len(batch))
        judge(batch, book, tally)
        if len(seen) == 1:
            response = boss.post(f"/admin/tickets/termspreview/{preview.pk}/cancel/", follow=True)
            assert "The preview is cancelled; the draft stays as it is." in text_of(response)

    with patch.object(preview_counting, "BATCH", 2), patch.object(preview_counting, "_judge", judge_and_cancel):
        finished = count_previews()

    assert (finished, seen) == (0, [2])
    assert TermsPreview.objects.exists() is False
    assert PolicyVersion.objects.filter(pk=draft.pk).exists()


def test_what_is_finished_is_not_cancelled(draft: PolicyVersion, manager: User):
    preview = counted(draft, manager)

    with pytest.raises(DomainError, match="finished already"):
        cancel_preview(preview=preview)

    assert TermsPreview.objects.filter(pk=preview.pk).exists()


def test_what_a_killed_worker_left_is_begun_anew_once_its_lease_has_run_out(draft: PolicyVersion, manager: User):
    unanswered(covered_line())
    preview = ask_preview(version=draft, user=manager)
    claimed = preview_counting._claim()
    assert claimed == preview

    soon = count_previews()
    TermsPreview.objects.update(leased_until=timezone.now() - timedelta(seconds=1), done=1)
    later = count_previews()

    preview.refresh_from_db()
    assert (soon, later) == (0, 1)
    assert (preview.done, preview.changed, preview.failed) == (1, 1, False)


def test_a_worker_that_was_only_slow_does_not_write_over_the_next_one(draft: PolicyVersion, manager: User):
    unanswered(covered_line())
    preview = ask_preview(version=draft, user=manager)
    slow = preview_counting._claim()
    assert slow is not None
    TermsPreview.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    count_previews()

    finished = preview_counting._count(slow)

    preview.refresh_from_db()
    assert finished is False
    assert preview.changed == 1


def test_one_that_kills_every_worker_is_given_up(boss: Client, draft: PolicyVersion, manager: User):
    preview = ask_preview(version=draft, user=manager)
    for _attempt in range(preview_counting.MOST_ATTEMPTS):
        assert preview_counting._claim() is not None
        TermsPreview.objects.update(leased_until=timezone.now() - timedelta(seconds=1))

    finished = count_previews()

    preview.refresh_from_db()
    assert (finished, preview.failed) == (0, True)
    assert "This could not be counted." in text_of(boss.get(page_of(preview)))


def test_a_failure_is_told_and_does_not_stop_the_next(draft: PolicyVersion, manager: User):
    unanswered(covered_line())
    broken = ask_preview(version=draft, user=manager)

    with patch.object(preview_counting, "_judge", side_effect=ValueError("no such rule")):
        count_previews()
    next_one = counted(draft, manager)

    broken.refresh_from_db()
    assert (broken.failed, next_one.failed, next_one.changed) == (True, False, 1)


def test_engineers_read_and_ask_for_none(desk: Client, draft: PolicyVersion, manager: User, technician: User):
    preview = counted(draft, manager)
    ask = f"/admin/tickets/termspreview/policyversion/{draft.pk}/ask/"
    cancel = f"/admin/tickets/termspreview/{preview.pk}/cancel/"

    assert desk.get(page_of(preview)).status_code == 200
    assert [desk.post(path).status_code for path in (ask, cancel)] == [403, 403]
    assert 'value="Preview"' not in text_of(desk.get(f"/admin/warranty/policyversion/{draft.pk}/change/"))
    assert at_desk(technician).get(page_of(preview)).status_code == 403


def test_a_draft_with_previews_can_be_thrown_away(boss: Client, draft: PolicyVersion, manager: User):
    counted(draft, manager)

    response = boss.post(f"/admin/warranty/policyversion/{draft.pk}/delete/", {"post": "yes"})

    assert response.status_code == 302
    assert (PolicyVersion.objects.filter(pk=draft.pk).exists(), TermsPreview.objects.exists()) == (False, False)


def test_a_batch_costs_two_statements(draft: PolicyVersion, manager: User, django_assert_num_queries):
    case = TicketFactory()
    for _n in range(6):
        covered_line(case)
    ask_preview(version=draft, user=manager)
    preview = preview_counting._claim()
    assert preview is not None

    # The draft's book takes three, each batch one to read and one to note, the end one to find nothing and one to note.
    with patch.object(preview_counting, "BATCH", 2), django_assert_num_queries(3 + 3 * 2 + 2):
        preview_counting._count(preview)
