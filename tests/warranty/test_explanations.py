"""A verdict in words: every reason has its own, in whole sentences, without codes, and never two ends in one."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from warranty.coverage import judge
from warranty.decisions import Basis, Decision
from warranty.explanations import Told, being_looked_at, explain, explain_override, told_by
from warranty.explanations.staff import flag_for_staff, reason_for_staff
from warranty.facts import Facts
from warranty.models import Exclusion
from warranty.rulings import Flag, Legal, Reason
from warranty.terms import INSTALLATION, Book, LawTerms, PolicyTerms

FIRST = Told(
    brand="Charge Amps",
    decision=Decision.IN_WARRANTY,
    basis=Basis.BOTH,
    reason=Reason.START_INSTALL,
    legal=Legal.OPEN,
    start=date(2025, 5, 20),
    end_commercial=date(2030, 5, 20),
    end_statutory=date(2027, 5, 12),
    sold_on=date(2025, 5, 8),
    term_months=60,
    issuers=(("certificate", "Elec SARL"), ("invoice", "Volt AB")),
)
CASES = [
    *((Decision.VOID, reason) for reason in (Reason.NOT_OUR_PRODUCT, Reason.SERIAL_DEFACED)),
    *((Decision.VOID, f"EXCL_{kind.upper()}") for kind in (*Exclusion.values, "unheard_of")),
    *((Decision.OUT_OF_WARRANTY, reason) for reason in (Reason.EXPIRED, Reason.CAP)),
    *(
        (Decision.NEEDS_PROOF, reason)
        for reason in (Reason.SERIAL_UNKNOWN, Reason.INVOICE_MODEL_MISMATCH, Reason.PROOF_OF_PURCHASE)
    ),
    *(
        (Decision.REVIEW, reason)
        for reason in (
            *(Reason.STOLEN_FLAG, Reason.CLONE_SUSPECTED, Reason.REPLACED_SERIAL, Reason.DUPLICATE_OPEN),
            *(Reason.INVOICE_FUTURE, Reason.INVOICE_BEFORE_MANUFACTURE, Reason.INVOICE_QTY_EXCEEDED),
            *(Reason.RESELLER_UNKNOWN, Reason.NO_POLICY, Reason.STATUTORY_POSSIBLE, Reason.LATE_NOTICE),
        )
    ),
    *(
        (Decision.IN_WARRANTY, reason)
        for reason in (
            *(Reason.START_INSTALL, Reason.START_TELEMETRY, Reason.START_PURCHASE, Reason.INSTALL_LAG_CAP),
            *(Reason.CAP, Reason.TAIL90, Reason.LATE_TAIL, Reason.REPAIR_WARRANTY, Reason.DOA, Reason.STATUTORY_ONLY),
        )
    ),
]
TELLING = re.compile(r"%\(|\{|(?!SARL|ARL)[A-Z]{3,}|None|\d{4}-\d\d|  |\.\.")
NEUTRAL = {Reason.STOLEN_FLAG, Reason.CLONE_SUSPECTED, Reason.DUPLICATE_OPEN, Reason.NO_POLICY}


def _told(decision: str, reason: str, **known: object) -> Told:
    basis = Basis.STATUTORY if reason == Reason.STATUTORY_ONLY else Basis.BOTH
    return replace(FIRST, decision=decision, reason=reason, basis=basis, **known)


def test_the_cases_are_all_the_reasons_there_are():
    assert {reason for _, reason in CASES if not reason.startswith("EXCL_")} == set(Reason)


@pytest.mark.parametrize(("decision", "reason"), CASES)
@pytest.mark.parametrize("language", ["en", "fr", "sv"])
@pytest.mark.parametrize("legal", Legal)
def test_every_reason_has_whole_sentences_without_codes_or_blanks_in_every_language(decision, reason, language, legal):
    bare = Told(brand="Charge Amps", decision=decision, basis=Basis.COMMERCIAL, reason=reason, legal=legal)
    rich = _told(decision, reason, legal=legal, flags=frozenset(Flag), burden_until=date(2026, 5, 12))

    with translation.override(language):
        texts = [explain(told) for told in (bare, rich, replace(rich, is_provisional=True, asks_buyer=True))]

    for text in texts:
        assert TELLING.search(text) is None, text
        assert text[0].isupper()
        assert text.endswith(".")


def test_says_until_when_by_whom_and_how_that_is_known_and_keeps_the_law_apart():
    assert explain(FIRST) == (
        "Covered until 20 May 2030 by the Charge Amps warranty (5 years from installation on 20 May 2025, shown by the"
        " certificate of Elec SARL). Your legal rights against the seller run until 12 May 2027."
    )


@pytest.mark.parametrize(("language", "dates"), [("fr", ("20 mai 2030", "12 mai 2027")), ("sv", ("20 maj 2030",))])
def test_writes_dates_as_the_language_does(language, dates):
    with translation.override(language):
        text = explain(FIRST)

    assert all(date in text for date in dates)


@pytest.mark.parametrize(
    ("known", "words"),
    [
        ({"issuers": ()}, "from installation on 20 May 2025, shown by the installation certificate)"),
        ({"reason": Reason.START_PURCHASE}, "from the purchase on 20 May 2025, shown by the invoice of Volt AB)"),
        ({"reason": Reason.START_PURCHASE, "issuers": ()}, "(5 years from the purchase on 20 May 2025)."),
        ({"reason": Reason.START_TELEMETRY}, "from the first day online, 20 May 2025)"),
        ({"reason": Reason.START_TELEMETRY, "flags": frozenset({Flag.DATE_CONFLICT})}, "from its first day online"),
        ({"reason": Reason.INSTALL_LAG_CAP}, "the latest day on which it could begin after the purchase on 8 May 2025"),
        ({"term_months": 66, "end_commercial": date(2030, 11, 20)}, "(66 months from installation"),
        ({"term_months": 12, "end_commercial": date(2026, 5, 20)}, "(1 year from installation"),
        ({"end_commercial": date(2030, 6, 10)}, "being repaired or replaced have been added."),
        ({"term_months": None}, "which began with the installation on 20 May 2025."),
        ({"reason": Reason.DOA}, "you get a new unit, not a refurbished one"),
        ({"reason": Reason.LATE_TAIL}, "ran until 20 May 2030. It covers this fault all the same"),
        ({"legal": Legal.CLOSED}, "Your legal rights against the seller ran until 12 May 2027."),
        ({"legal": Legal.POSSIBLE, "end_statutory": None}, "for those no day can be computed"),
        ({"is_provisional": True}, "That is as far as the papers show; we still verify them."),
        ({"asks_buyer": True}, "We take it that a private person bought the unit; if a company did, please tell us"),
        ({"flags": frozenset({Flag.PENDING_INSPECTION})}, "when the unit is inspected"),
        ({"flags": frozenset({Flag.SAFETY_LANE})}, "leave the charger switched off"),
        (
            {"flags": frozenset({Flag.BURDEN_ON_CONSUMER}), "burden_until": date(2026, 5, 12)},
            "As the fault was found after 12 May 2026, it is for you to show the seller",
        ),
    ],
)  # fmt: skip
def test_says_what_makes_this_cover_different(known, words):
    assert words in explain(replace(FIRST, **known))


def test_a_term_that_was_not_extended_does_not_say_so():
    assert "have been added" not in explain(FIRST)


def test_the_seller_answers_where_the_law_alone_is_open_and_the_choice_is_the_buyers():
    text = explain(_told(Decision.IN_WARRANTY, Reason.STATUTORY_ONLY, end_commercial=date(2025, 3, 20)))

    assert "The Charge Amps warranty ended on 20 March 2025" in text
    assert "run until 12 May 2027" in text
    assert "turn to the seller" in text
    assert "repaired or replaced is yours to choose" in text


@pytest.mark.parametrize("reason", sorted(NEUTRAL))
def test_what_nobody_outside_may_know_reads_the_same_whatever_is_known(reason):
    told = _told(Decision.REVIEW, reason)

    assert explain(told) == being_looked_at(brand="Charge Amps")
    assert not re.search("stolen|clone|copied|owner|police|counterfeit|another case", explain(told), re.IGNORECASE)


@pytest.mark.parametrize(("decision", "reason"), [case for case in CASES if case[0] in {"void", "out_of_warranty"}])
@pytest.mark.parametrize("legal", [Legal.OPEN, Legal.POSSIBLE])
def test_holds_out_no_price_while_the_law_may_make_it_free(decision, reason, legal):
    text = explain(_told(decision, reason, legal=legal))

    assert "estimate" not in text
    assert "cost" not in text


def test_offers_an_estimate_where_nothing_else_is_open():
    text = explain(_told(Decision.OUT_OF_WARRANTY, Reason.EXPIRED, legal=Legal.NONE, end_statutory=None))

    assert "(5 years from 20 May 2025) ended on 20 May 2030, before the fault was reported." in text
    assert "nothing is repaired at your cost before you have accepted it" in text


@pytest.mark.parametrize("end", [date(2030, 8, 1), date(2029, 8, 1)])
def test_never_shows_a_sum_that_does_not_come_out(end):
    text = explain(_told(Decision.OUT_OF_WARRANTY, Reason.EXPIRED, end_commercial=end))

    assert f"ended on 1 August {end.year}, before the fault was reported." in text
    assert "5 years" not in text


@pytest.mark.parametrize(("end", "is_asked"), [(None, True), (date(2026, 2, 1), False)])
def test_wants_a_proof_beside_the_law_only_where_one_could_help(end, is_asked):
    wanting = frozenset({Flag.PROOF_WANTED})

    told = _told(Decision.IN_WARRANTY, Reason.STATUTORY_ONLY, flags=wanting, start=None, end_commercial=end)

    assert ("With an invoice" in explain(told)) is is_asked


def test_asks_for_what_decides_and_says_what_may_be_covered():
    text = explain(_told(Decision.NEEDS_PROOF, Reason.PROOF_OF_PURCHASE, flags=frozenset({Flag.DEEMED_START})))

    assert "invoice or receipt, with its date, the seller and the product" in text
    assert "You may cover the prices." in text
    assert "we can only count from 20 May 2025" in text


def test_asks_for_no_invoice_where_none_could_help():
    text = explain(_told(Decision.OUT_OF_WARRANTY, Reason.CAP, start=None))

    assert "you need not send one" in text


def test_reads_the_same_from_the_engine_as_from_its_values():
    terms = PolicyTerms(policy="P", term_months=60, start_rule=INSTALLATION)
    facts = Facts(
        policy="P",
        model="HALO",
        country="FR",
        reported_at=datetime(2026, 11, 23, 10, tzinfo=UTC),
        sold_on=date(2025, 5, 8),
        delivered_on=date(2025, 5, 12),
        installed_on=date(2025, 5, 20),
        evidence=frozenset({"invoice", "install_cert"}),
    )
    ruling = judge(facts, Book.of([terms], [LawTerms(country="FR", term_months=24, burden_months=24)]))

    told = told_by(ruling, facts, brand="Charge Amps", terms=terms)

    assert explain(told) == explain(replace(FIRST, issuers=()))


@pytest.mark.parametrize(
    ("decision", "is_goodwill", "words"),
    [
        ("in_warranty", True, "as a gesture of goodwill, if the unit is sent in by 24 December 2026"),
        ("in_warranty", False, "covers it; the decision holds until 24 December 2026"),
        ("out_of_warranty", False, "the warranty does not cover this unit"),
        ("void", False, "the warranty does not cover this unit"),
        ("needs_proof", False, "Please send the invoice or receipt"),
        ("review", False, "An engineer of Charge Amps looks at"),
    ],
)
def test_a_decision_of_a_person_is_told_without_its_reason(decision, is_goodwill, words):
    text = explain_override(decision=decision, is_goodwill=is_goodwill, until=date(2026, 12, 24), brand="Charge Amps")

    assert words in text
    assert TELLING.search(text) is None


def test_staff_are_told_every_reason_and_flag_in_words():
    reasons = [reason_for_staff(reason) for reason in (*Reason, *(f"EXCL_{kind.upper()}" for kind in Exclusion.values))]
    flags = [flag_for_staff(flag) for flag in Flag]

    assert not [text for text in (*reasons, *flags) if re.search("[A-Z]{3,}", text)]
    assert len(set(reasons)) == len(reasons)
    assert "stolen" in reason_for_staff(Reason.STOLEN_FLAG)
    assert reason_for_staff("EXCL_WATER") == "Excluded: Water let in by opening or mounting"
    assert reason_for_staff("NEW_CODE") == "NEW_CODE"
