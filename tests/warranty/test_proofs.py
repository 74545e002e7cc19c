"""Papers are taken in, decided about once, put to units, and seen where they serve twice."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from common.errors import DomainError
from files.models import StoredFile
from files.services import store_file
from tests.factories import ClaimFactory, ResellerFactory, UnitFactory
from tests.warranty.paper_samples import AMBIGUOUS, FRENCH, pdf
from warranty.models import Claim, Proof, ProofState, ProofView, Rejection, Swap
from warranty.selectors.papers import papers_of
from warranty.services.proofs import (
    Findings,
    choose_claims,
    link_proof,
    note_view,
    reject_proof,
    reopen_proof,
    submit_proof,
    verify_proof,
)
from warranty.services.readings import read_waiting

pytestmark = pytest.mark.django_db
SOLD = date(2025, 5, 12)


def paper(*lines: str) -> StoredFile:
    return store_file(name="facture.pdf", content=pdf(*(lines or FRENCH)))


def submit(*claims: Claim, file: StoredFile | None = None) -> Proof:
    return submit_proof(file=file or paper(), claims=claims, uploaded_by="Camille Durand", at=timezone.now())


def settle() -> None:
    """As if every claim had been judged."""
    Claim.objects.update(due_since=None)


def due() -> set[int]:
    return set(Claim.objects.filter(due_since__isnull=False).values_list("pk", flat=True))


def findings(**said) -> Findings:
    return Findings(**{"dated_on": SOLD, "number": "FA-1", "issuer": "Elec SARL", **said})


def test_a_paper_is_kept_as_evidence_of_its_claims_and_they_are_judged_again():
    claims, file = ClaimFactory.create_batch(2), paper()

    proof = submit(*claims, file=file)

    assert (proof.state, proof.sha256, proof.file) == (ProofState.PENDING, file.sha256, file)
    assert set(proof.claims.all()) == set(claims)
    assert proof.uploaded_by == "Camille Durand"
    assert proof.read_at is None
    assert due() == {claim.pk for claim in claims}


def test_a_photo_has_no_text_to_be_read():
    from_phone = store_file(name="facture.txt", content=b"Facture")

    assert submit(ClaimFactory(), file=from_phone).read_at is not None


def test_the_same_file_sent_once_more_for_the_same_unit_is_the_same_paper():
    one, other = ClaimFactory.create_batch(2)
    first = submit(one)

    again = submit(one, other)

    assert again == first
    assert set(first.claims.all()) == {one, other}
    assert Proof.objects.count() == 1


def test_a_rejected_file_that_comes_again_is_looked_at_again(engineer: User):
    claim = ClaimFactory()
    reject_proof(proof=submit(claim), because=Rejection.UNREADABLE, note="", user=engineer)

    again = submit(claim)

    assert again.state == ProofState.PENDING
    assert Proof.objects.count() == 2


def test_a_person_who_read_it_stands_for_what_it_says(engineer: User):
    partner, claim = ResellerFactory(name="Elec du Sud"), ClaimFactory()
    proof = submit(claim)
    settle()

    verified = verify_proof(
        proof=proof,
        findings=findings(
            partner=partner,
            issuer="elec",
            number="n° fa-2025 0117",
            quantity=2,
            currency="eur",
            product=claim.product,
            serials=["2512-004713 h", "2512004713H", ""],
            how="  by\x00 phone ",
        ),
        user=engineer,
    )

    assert (verified.state, verified.decided_by) == (ProofState.VERIFIED, engineer)
    assert (verified.dated_on, verified.or_dated_on) == (SOLD, None)
    assert (verified.partner, verified.issuer, verified.number) == (partner, "Elec du Sud", "FA-20250117")
    assert (verified.quantity, verified.currency, verified.serials) == (2, "EUR", ["2512004713H"])
    assert verified.how == "by phone"
    assert due() == {claim.pk}


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"dated_on": date(1999, 12, 31)}, "dated_on"),
        ({"dated_on": timezone.localdate() + timedelta(days=3)}, "dated_on"),
        ({"quantity": 0}, "quantity"),
        ({"quantity": 10**9}, "quantity"),
    ],
)
def test_refuses_findings_that_cannot_be_and_changes_nothing(engineer: User, said, field):
    proof = submit(ClaimFactory())
    settle()

    with pytest.raises(DomainError) as refusal:
        verify_proof(proof=proof, findings=findings(**said), user=engineer)

    assert refusal.value.field == field
    proof.refresh_from_db()
    assert (proof.state, proof.dated_on) == (ProofState.PENDING, None)
    assert due() == set()


def test_a_rejection_says_why(engineer: User):
    claim = ClaimFactory()
    proof = submit(claim)
    settle()

    rejected = reject_proof(proof=proof, because=Rejection.NO_DATE, note=" cut\noff ", user=engineer)

    assert (rejected.state, rejected.rejection, rejected.rejection_note) == (ProofState.REJECTED, "no_date", "cut off")
    assert rejected.decided_by == engineer
    assert due() == {claim.pk}


@pytest.mark.parametrize(
    ("because", "note", "field"), [("", "", "because"), ("burnt", "", "because"), ("other", " ", "note")]
)
def test_refuses_a_rejection_without_a_reason(engineer: User, because, note, field):
    proof = submit(ClaimFactory())

    with pytest.raises(DomainError) as refusal:
        reject_proof(proof=proof, because=because, note=note, user=engineer)

    assert refusal.value.field == field
    assert Proof.objects.get().state == ProofState.PENDING


def test_who_comes_second_is_told_who_was_first(engineer: User, administrator: User):
    proof = submit(ClaimFactory())
    verify_proof(proof=proof, findings=findings(), user=engineer)

    for second in (
        lambda: verify_proof(proof=proof, findings=findings(number="X"), user=administrator),
        lambda: reject_proof(proof=proof, because=Rejection.ALTERED, note="", user=administrator),
    ):
        with pytest.raises(DomainError, match="Anna Berg has decided about this paper already"):
            second()

    proof.refresh_from_db()
    assert (proof.state, proof.number, proof.decided_by) == (ProofState.VERIFIED, "FA-1", engineer)


def test_a_wrong_click_is_undone_and_what_was_read_stays(engineer: User):
    claim = ClaimFactory()
    proof = submit(claim)
    verify_proof(proof=proof, findings=findings(), user=engineer)
    settle()

    reopened = reopen_proof(proof=proof)

    assert (reopened.state, reopened.decided_by, reopened.decided_at) == (ProofState.PENDING, None, None)
    assert (reopened.dated_on, reopened.number) == (SOLD, "FA-1")
    assert due() == {claim.pk}
    with pytest.raises(DomainError, match="Nobody has decided"):
        reopen_proof(proof=proof)


def test_a_paper_is_put_to_more_units_and_taken_from_those_it_is_not_for():
    one, other, third = ClaimFactory.create_batch(3)
    proof = submit(one)
    settle()

    fresh = link_proof(proof=proof, claims=[one, other])
    changed = choose_claims(proof=proof, chosen=[other], among=[one, other, third])

    assert (fresh, changed) == ([other.pk], True)
    assert list(proof.claims.all()) == [other]
    assert due() == {one.pk, other.pk}
    assert choose_claims(proof=proof, chosen=[other], among=[one, other, third]) is False
    with pytest.raises(DomainError, match="for which unit"):
        choose_claims(proof=proof, chosen=[], among=[one, other])


def test_each_look_is_written_down_but_the_picture_of_a_page_only_once(engineer: User):
    proof = submit(ClaimFactory())

    note_view(proof=proof, user=engineer)
    note_view(proof=proof, user=engineer)
    note_view(proof=proof, user=engineer, unless_since=timedelta(minutes=1))

    assert [view.user for view in ProofView.objects.all()] == [engineer, engineer]


def test_the_text_of_a_paper_is_read_behind_the_scenes_and_proposed():
    partner, claim = ResellerFactory(name="Elec du Sud"), ClaimFactory()
    proof = submit(claim)
    settle()

    assert read_waiting() == 1
    assert read_waiting() == 0

    proof.refresh_from_db()
    assert (proof.state, proof.dated_on, proof.or_dated_on) == (ProofState.PENDING, SOLD, date(2025, 12, 5))
    assert (proof.partner, proof.number, proof.quantity) == (partner, "FA-2025-0117", 2)
    assert proof.serials == ["2512004713H", "2512004714H"]
    assert proof.proposal["dates"][0] == {"on": "2025-05-12", "or": "2025-12-05", "written": "12/05/2025"}
    assert due() == {claim.pk}


def test_what_a_person_decided_meanwhile_is_not_overwritten(engineer: User):
    proof = submit(ClaimFactory(), file=paper(*AMBIGUOUS))
    verify_proof(proof=proof, findings=findings(), user=engineer)
    settle()

    read_waiting()

    proof.refresh_from_db()
    assert (proof.dated_on, proof.number, proof.issuer) == (SOLD, "FA-1", "Elec SARL")
    assert proof.proposal["numbers"] == ["W-991"]
    assert due() == set()


def test_a_paper_whose_bytes_are_gone_is_given_up():
    proof = submit(ClaimFactory())
    StoredFile.objects.update(key="nowhere/1")

    assert read_waiting() == 1

    proof.refresh_from_db()
    assert proof.read_at is not None
    assert proof.proposal["dates"] == []


def test_one_paper_that_breaks_the_reader_holds_up_no_other(monkeypatch):
    first, second = submit(ClaimFactory()), submit(ClaimFactory(), file=paper(*AMBIGUOUS))
    texts = iter([RuntimeError("odd"), "Invoice date 2025-04-03"])

    def read(_content: bytes) -> str:
        answer = next(texts)
        if isinstance(answer, str):
            return answer
        raise answer

    monkeypatch.setattr("warranty.services.readings.text_of_pdf", read)
    read_waiting()

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.read_at is not None
    assert (first.dated_on, second.dated_on) == (None, date(2025, 4, 3))


def test_a_file_that_serves_in_two_cases_is_seen_at_once():
    one, other = ClaimFactory.create_batch(2)

    first, second = submit(one), submit(other)

    papers = papers_of([one, other])
    assert first != second
    assert [p.reused_in for p in papers[one.pk]] == [(other.serial,)]
    assert [p.reused_in for p in papers[other.pk]] == [(one.serial,)]
    assert [p.used_by for p in papers[one.pk]] == [2]


def test_a_number_of_the_same_seller_in_another_file_is_seen_and_everybody_judged_again(engineer: User):
    one, other, stranger = ClaimFactory.create_batch(3)
    partner = ResellerFactory(name="Elec du Sud")
    verify_proof(proof=submit(one), findings=findings(partner=partner), user=engineer)
    verify_proof(proof=submit(stranger, file=paper("x")), findings=findings(issuer="Another AB"), user=engineer)
    settle()

    verify_proof(proof=submit(other, file=paper("y")), findings=findings(issuer=" élec du SUD "), user=engineer)

    papers = papers_of([one, other, stranger])
    assert [(p.used_by, p.number_reused_in) for p in papers[one.pk]] == [(2, (other.serial,))]
    assert [(p.used_by, p.number_reused_in) for p in papers[other.pk]] == [(2, (one.serial,))]
    assert [(p.used_by, p.number_reused_in) for p in papers[stranger.pk]] == [(1, ())]
    assert due() == {one.pk, other.pk}


def test_units_of_another_model_do_not_count_against_the_quantity():
    halo, aura = ClaimFactory(), ClaimFactory(unit__product__code="AURA", unit__serial="2512000001A")

    submit(halo, aura)

    assert [paper.used_by for papers in papers_of([halo, aura]).values() for paper in papers] == [1, 1]


def test_a_unit_and_what_it_was_swapped_for_are_one_and_so_are_two_cases_of_one_unit():
    old, new = UnitFactory(), UnitFactory()
    Swap.objects.create(predecessor=old, successor=new, root=old, swapped_on=SOLD)
    claims = [ClaimFactory(unit=old), ClaimFactory(unit=new), ClaimFactory(unit=old)]
    for claim in claims:
        submit(claim)

    found = [paper for papers in papers_of(claims).values() for paper in papers]

    assert [(paper.used_by, paper.reused_in) for paper in found] == [(1, ())] * 3


def test_a_rejected_copy_counts_for_nobody(engineer: User):
    one, other = ClaimFactory.create_batch(2)
    submit(one)
    reject_proof(proof=submit(other), because=Rejection.OTHER_PRODUCT, note="", user=engineer)

    assert [(p.used_by, p.reused_in) for p in papers_of([one])[one.pk]] == [(1, ())]


def test_papers_of_many_claims_cost_three_statements(django_assert_num_queries):
    claims = ClaimFactory.create_batch(6)
    submit(*claims)
    for claim in claims[:3]:
        submit(claim, file=paper(claim.serial))

    with django_assert_num_queries(3):
        found = papers_of(claims)

    assert [len(found[claim.pk]) for claim in claims] == [2, 2, 2, 1, 1, 1]
