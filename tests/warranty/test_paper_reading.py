"""What the text of an invoice seems to say; a hostile one says nothing and harms nobody."""

import time
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.files import samples
from tests.warranty.paper_samples import AMBIGUOUS, FRENCH, SWEDISH, pdf, pdf_with
from warranty.papers import pdf_text
from warranty.papers.amounts import find_currency, find_quantity
from warranty.papers.dates import clear_date, find_dates
from warranty.papers.numbers import find_numbers, tidy_number
from warranty.papers.pdf_text import text_of_pdf
from warranty.papers.proposals import Known, propose
from warranty.papers.sellers import find_sellers

TODAY = date(2026, 11, 23)
KNOWN = Known(
    until=TODAY, partners={"Elec du Sud": 7, "Elec": 8, "Nordisk El": 9}, products={"HALO": "Halo", "AURA": "Aura"}
)


def clear(text: str) -> tuple[str, str] | None:
    found = clear_date(find_dates(text, until=TODAY))
    return found and (found.on.isoformat(), found.or_on.isoformat() if found.or_on else "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Fakturadatum 2025-05-12", ("2025-05-12", "")),
        ("Facture du 1er mars 2024", ("2024-03-01", "")),
        ("Lyon, le 12 août 2024", ("2024-08-12", "")),
        ("29 février 2024", ("2024-02-29", "")),
        ("Invoice date: March 5, 2024", ("2024-03-05", "")),
        ("Invoice date: 5th of March 2024", ("2024-03-05", "")),
        ("Stockholm den 3 maj 2023", ("2023-05-03", "")),
        ("Köpdatum 15.03.2024", ("2024-03-15", "")),
        ("Date : 03.04.2025", ("2025-04-03", "")),
        ("Date : 25/04/2025", ("2025-04-25", "")),
        ("Date : 04/25/2025", ("2025-04-25", "")),
        ("Date : 03/04/2025", ("2025-04-03", "2025-03-04")),
        ("Date : 5-6-24", ("2024-06-05", "2024-05-06")),
        ("Date : 04/04/2025", ("2025-04-04", "")),
        # The other reading lies in the future.
        ("Date : 12/11/2026", ("2026-11-12", "")),
        ("Date : 11/12/2026", ("2026-11-12", "")),
        # Another date on the same paper tells in which order it writes.
        ("Invoice date 03/04/2025, due date 03/31/2025", ("2025-03-04", "")),
        ("Date de facture 03/04/2025, échéance 31/05/2025", ("2025-04-03", "")),
        # The paper says which of its dates is the sale.
        ("Förfallodatum 2024-04-14 Fakturadatum 2024-03-15", ("2024-03-15", "")),
        ("Commande du 2024-01-01. Date de facture : 2024-01-05. Livraison 2024-01-09", ("2024-01-05", "")),
        ("2024-01-01 and 2024-02-02", None),
        ("Échéance : 12/06/2025", None),
        ("2024-02-30, 31/02/2024, 99/99/2024, 29 février 2023", None),
        ("1987-01-01 2099-01-01", None),
        ("Tel 06.12.34.56.78, IBAN FR76 3000 1007 9412 3456 7890 185", None),
        ("", None),
    ],
)
def test_reads_a_date_as_its_writer_meant_it_or_both_ways_or_not(text, expected):
    assert clear(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Facture N° : FA-2025-0117", ["FA-2025-0117"]),
        ("Numéro de facture : X-99", ["X-99"]),
        ("N° facture X-99", ["X-99"]),
        ("Invoice no. W/991", ["W/991"]),
        ("Invoice #: 12", ["12"]),
        ("Fakturanummer\n88123", ["88123"]),
        ("Kvittonr 5", ["5"]),
        ("Bon n° 773", ["773"]),
        ("Facture du 12/03/2024", []),
        ("Invoice no. 2512004713H", []),
        ("Carbon nr 55", []),
        ("Facture n° 12 … rappel : facture n° 12", ["12"]),
    ],
)
def test_finds_the_number_that_the_paper_calls_its_own(text, expected):
    assert find_numbers(text) == expected


@pytest.mark.parametrize(
    ("typed", "kept"),
    [("n° fa 2024 / 12", "FA2024/12"), ("No. 12", "12"), ("#12", "12"), ("NORD-12", "NORD-12"), ("N", "N"), ("", "")],
)
def test_keeps_a_number_in_one_spelling(typed, kept):
    assert tidy_number(typed) == kept


def test_knows_the_longest_name_of_a_partner_before_a_part_of_it():
    text = "Vendu par ÉLEC-DU-SUD (SARL), pour Elec de France"

    found = find_sellers(text, partners=KNOWN.partners)

    assert [(seller.name, seller.partner) for seller in found] == [("Elec du Sud", 7), ("Elec", 8)]


def test_a_stranger_is_proposed_by_the_line_that_names_a_company():
    found = find_sellers("Kvitto\nMåns Elfirma AB\nStorgatan 1", partners=KNOWN.partners)

    assert [(seller.name, seller.partner) for seller in found] == [("Måns Elfirma AB", 0)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("2 x HALO", 2), ("Antal: 3", 3), ("Qté 12", 12), ("HALO 4 st", 4), ("1 190,00 EUR", None), ("Qty 0", None)],
)
def test_counts_the_pieces(text, expected):
    assert find_quantity(text) == expected


def test_names_the_money_that_is_named_most():
    assert [find_currency(text) for text in ("12 € (130 SEK), 14 €", "990.00 GBP", "EUROPE", "")] == [
        "EUR",
        "GBP",
        "",
        "",
    ]


def test_a_french_invoice_is_proposed_whole():
    proposal = propose(text_of_pdf(pdf(*FRENCH)), KNOWN)

    assert proposal.as_data() | {"text": ""} == {
        "dates": [
            {"on": "2025-05-12", "or": "2025-12-05", "written": "12/05/2025"},
            {"on": "2025-06-12", "or": "2025-12-06", "written": "12/06/2025"},
        ],
        "numbers": ["FA-2025-0117"],
        "sellers": [{"name": "Elec du Sud", "partner": 7}],
        "serials": ["2512004713H", "2512004714H"],
        "products": ["HALO"],
        "quantity": 2,
        "currency": "EUR",
        "text": "",
    }


def test_a_swedish_and_an_english_one_are_read_too():
    swedish, english = (propose(text_of_pdf(pdf(*lines)), KNOWN) for lines in (SWEDISH, AMBIGUOUS))

    assert (swedish.clear.on, swedish.clear.or_on, swedish.numbers) == (date(2025, 5, 12), None, ["88123"])
    assert (swedish.sellers[0].partner, swedish.products, swedish.currency) == (9, ["AURA"], "SEK")
    assert (english.clear.on, english.clear.or_on) == (date(2025, 4, 3), date(2025, 3, 4))
    assert english.sellers[0].name == "Watt & Co Ltd"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.4",
        b"%PDF-1.4\n" + b"\xff\x00" * 5_000,
        samples.PDF,
        pdf(*FRENCH)[:-200],
        pdf(*FRENCH).replace(b"/Count 1", b"/Count -7"),
        pdf(*FRENCH).replace(b"5 0 R]", b"2 0 R]"),  # the tree of pages leads back to itself
        pdf_with(b"[" * 100_000, packed=True),
        pdf_with(b"BT (a) Tj " * 15_000_000, packed=True),  # a bomb: 150 MB out of 150 kB
    ],
    ids=["empty", "head", "noise", "bare", "cut", "count", "circle", "deep", "bomb"],
)
def test_a_broken_or_hostile_paper_says_nothing_and_raises_nothing(content):
    begun = time.monotonic()

    text = text_of_pdf(content)

    assert "Facture" not in text or "FA-2025-0117" in text
    assert time.monotonic() - begun < 30


def test_only_the_first_pages_are_read():
    text = text_of_pdf(pdf("Facture", pages=300))

    assert text.count("Facture") == 6


def test_a_reader_that_does_not_come_back_is_given_up(monkeypatch):
    monkeypatch.setattr(pdf_text, "SECONDS", 0.01)

    assert text_of_pdf(pdf(*FRENCH)) == ""


@given(st.text(max_size=400))
def test_any_text_yields_a_proposal_that_can_be_kept(text):
    data = propose(text, KNOWN).as_data()

    assert set(data) == {"dates", "numbers", "sellers", "serials", "products", "quantity", "currency", "text"}
    assert all(date.fromisoformat(found["on"]) <= TODAY for found in data["dates"])
    assert "\x00" not in data["text"]


@given(st.dates(date(2001, 1, 1), TODAY), st.sampled_from(["%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y-%m-%d"]))
def test_the_day_that_was_written_is_always_among_the_readings(day, form):
    found = clear_date(find_dates(f"Date : {day.strftime(form)}", until=TODAY))

    assert found is not None
    assert day in {found.on, found.or_on}
