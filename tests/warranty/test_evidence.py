"""Which papers count, and what speaks against them: whatever order they came in."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warranty.evidence import Contradiction, Evidence, Paper, UnitRecord, read_evidence
from warranty.papers.contradictions import Conflict
from warranty.papers.paper import CERTIFICATE, INVOICE, PENDING, REJECTED, VERIFIED

UNIT = UnitRecord(serial="2512004713H", product_code="HALO", manufactured_on=date(2025, 3, 17))
SOLD = date(2025, 5, 12)


def invoice(**said) -> Paper:
    return Paper(**{"sha256": "a" * 64, "state": VERIFIED, "dated_on": SOLD, "is_known_partner": True, **said})


def codes(evidence: Evidence) -> list[str]:
    return [str(found.code) for found in evidence.contradictions]


def test_a_verified_invoice_proves_the_sale():
    evidence = read_evidence([invoice()], UNIT)

    assert evidence.sources == {"invoice"}
    assert evidence.sold_on == SOLD
    assert evidence.is_verified
    assert evidence.flags == frozenset()
    assert evidence.contradictions == ()


def test_without_any_paper_only_the_registry_speaks():
    unit = UnitRecord(sold_on=SOLD, first_online_on=date(2025, 6, 1))

    evidence = read_evidence([], unit)

    assert evidence.sources == {"sellout", "telemetry"}
    assert (evidence.sold_on, evidence.installed_on) == (SOLD, None)
    assert evidence.is_verified


def test_a_pending_paper_that_was_read_gives_a_source_nobody_has_verified():
    evidence = read_evidence([invoice(state=PENDING, or_dated_on=date(2025, 12, 5))], UNIT)

    assert (evidence.sources, evidence.sold_on) == ({"invoice"}, SOLD)
    assert evidence.or_sold_on == date(2025, 12, 5)
    assert evidence.is_verified is False
    assert codes(evidence) == [Conflict.DATE_READS_TWO_WAYS]


def test_a_pending_paper_without_a_date_gives_no_source_and_waits():
    paper = invoice(state=PENDING, dated_on=None)

    evidence = read_evidence([paper], UNIT)

    assert evidence.sources == frozenset()
    assert evidence.waiting == (paper,)
    assert [(r.paper, r.because) for r in evidence.refused] == [(paper, "undated")]


def test_a_rejected_paper_never_counts():
    paper = invoice(state=REJECTED, reused_in=("2512009999H",))

    evidence = read_evidence([paper], UNIT)

    assert (evidence.sources, evidence.sold_on, evidence.contradictions) == (frozenset(), None, ())
    assert [refused.because for refused in evidence.refused] == ["rejected"]


def test_a_machines_reading_does_not_overrule_our_own_list_but_a_persons_does():
    unit = UnitRecord(serial=UNIT.serial, sold_on=date(2025, 4, 1))

    read = read_evidence([invoice(state=PENDING)], unit)
    verified = read_evidence([invoice()], unit)

    assert (read.sold_on, read.sources) == (date(2025, 4, 1), {"sellout"})
    assert [refused.because for refused in read.refused] == ["behind_registry"]
    assert (verified.sold_on, verified.sources) == (SOLD, {"invoice", "sellout"})
    assert codes(read) == codes(verified) == [Conflict.SALE_DATES_DIFFER]


def test_a_certificate_proves_the_installation_and_not_the_sale():
    evidence = read_evidence([invoice(kind=CERTIFICATE, is_known_partner=False)], UNIT)

    assert (evidence.sources, evidence.installed_on, evidence.sold_on) == ({"install_cert"}, SOLD, None)
    assert evidence.flags == frozenset()


@pytest.mark.parametrize(
    ("said", "flag"),
    [
        ({"is_known_partner": False}, "reseller_unknown"),
        ({"product_code": "AURA"}, "invoice_model_mismatch"),
        ({"quantity": 2, "used_by": 3}, "invoice_qty_exceeded"),
    ],
)
def test_only_what_a_person_read_raises_a_flag(said, flag):
    verified, pending = (read_evidence([invoice(state=state, **said)], UNIT) for state in (VERIFIED, PENDING))

    assert verified.flags == {flag}
    assert pending.flags == frozenset()


def test_an_invoice_used_as_often_as_its_quantity_is_no_conflict():
    evidence = read_evidence([invoice(quantity=3, used_by=3, reused_in=("2512009998H", "2512009999H"))], UNIT)

    assert (evidence.flags, evidence.contradictions) == (frozenset(), ())


@pytest.mark.parametrize(
    ("said", "unit", "expected"),
    [
        ({"state": PENDING, "reused_in": ("2512009999H",)}, UNIT, (Conflict.FILE_REUSED, ("2512009999H",))),
        ({"used_by": 2, "number_reused_in": ("#7",)}, UNIT, (Conflict.NUMBER_REUSED, ("#7",))),
        ({"dated_on": date(2025, 3, 16)}, UNIT, (Conflict.OLDER_THAN_UNIT, ("2025-03-16", "2025-03-17"))),
        ({"serials": ("2512009999H",)}, UNIT, (Conflict.SERIAL_NOT_NAMED, ("2512004713H", "2512009999H"))),
        ({"product_code": "AURA"}, UNIT, (Conflict.MODEL_DIFFERS, ("AURA", "HALO"))),
        ({}, UnitRecord(sold_on=date(2025, 5, 13)), (Conflict.SALE_DATES_DIFFER, ("2025-05-12", "2025-05-13"))),
    ],
)
def test_each_conflict_says_with_what(said, unit, expected):
    evidence = read_evidence([invoice(id=5, **said)], unit)

    assert evidence.contradictions == (Contradiction(*expected, paper=5),)
    assert evidence.contradictions_as_data() == [{"code": expected[0], "values": list(expected[1]), "paper": 5}]


def test_a_date_that_fits_our_list_in_one_reading_is_no_conflict_with_it():
    paper = invoice(state=PENDING, dated_on=date(2025, 4, 3), or_dated_on=date(2025, 3, 4))

    evidence = read_evidence([paper], UnitRecord(sold_on=date(2025, 3, 4)))

    assert codes(evidence) == [Conflict.DATE_READS_TWO_WAYS]


def test_the_paper_for_this_model_goes_before_an_earlier_one_for_another():
    other = invoice(id=1, product_code="AURA", dated_on=date(2025, 4, 1))
    mine = invoice(id=2, product_code="HALO")

    evidence = read_evidence([other, mine], UNIT)

    assert evidence.used == (mine,)
    assert evidence.flags == frozenset()


def test_of_several_the_verified_then_the_one_that_names_the_unit_then_the_earliest_counts():
    early = invoice(id=1, state=PENDING, dated_on=date(2025, 4, 1))
    verified = invoice(id=2, dated_on=date(2025, 5, 2))
    naming = invoice(id=3, dated_on=date(2025, 5, 3), serials=(UNIT.serial,))

    assert read_evidence([early, verified], UNIT).used == (verified,)
    assert read_evidence([early, verified, naming], UNIT).used == (naming,)
    assert read_evidence([early, invoice(id=4, state=PENDING)], UNIT).used == (early,)


days = st.dates(date(2025, 1, 1), date(2025, 12, 31))
some_serials = st.lists(st.sampled_from(["2512004713H", "2512009998H", "2512009999H"]), max_size=2).map(tuple)
papers = st.builds(
    Paper,
    id=st.integers(1, 10**6),
    sha256=st.sampled_from(["a" * 64, "b" * 64]),
    kind=st.sampled_from([INVOICE, CERTIFICATE]),
    state=st.sampled_from([PENDING, VERIFIED, REJECTED]),
    dated_on=st.none() | days,
    or_dated_on=st.none() | days,
    is_known_partner=st.booleans(),
    quantity=st.integers(1, 3),
    used_by=st.integers(1, 4),
    product_code=st.sampled_from(["", "HALO", "AURA"]),
    serials=some_serials,
    reused_in=some_serials,
    number_reused_in=some_serials,
)
units = st.builds(
    UnitRecord,
    serial=st.sampled_from(["", "2512004713H"]),
    product_code=st.sampled_from(["", "HALO"]),
    manufactured_on=st.none() | days,
    sold_on=st.none() | days,
    first_online_on=st.none() | days,
)
bundles = st.lists(papers, max_size=5, unique_by=lambda paper: paper.id)


@given(bundle=bundles, unit=units, data=st.data())
def test_the_order_of_papers_never_matters(bundle, unit, data):
    shuffled = data.draw(st.permutations(bundle))

    assert read_evidence(shuffled, unit) == read_evidence(bundle, unit)


@given(bundle=bundles, unit=units)
def test_every_paper_is_used_or_refused_and_a_rejected_one_changes_nothing(bundle, unit):
    evidence = read_evidence(bundle, unit)
    without = read_evidence([paper for paper in bundle if paper.state != REJECTED], unit)

    assert {p.id for p in evidence.used} | {r.paper.id for r in evidence.refused} == {p.id for p in bundle}
    assert len(evidence.used) + len(evidence.refused) == len(bundle) == len(evidence.papers_as_data())
    assert (evidence.sources, evidence.sold_on, evidence.flags) == (without.sources, without.sold_on, without.flags)
    assert evidence.contradictions == without.contradictions


@given(bundle=bundles, unit=units)
def test_a_source_always_has_its_date_and_a_flag_its_verified_invoice(bundle, unit):
    evidence = read_evidence(bundle, unit)

    assert ("install_cert" in evidence.sources) == (evidence.installed_on is not None)
    assert bool({"invoice", "sellout"} & evidence.sources) == (evidence.sold_on is not None)
    if evidence.flags:
        assert any(paper.kind == INVOICE and paper.state == VERIFIED for paper in evidence.used)
