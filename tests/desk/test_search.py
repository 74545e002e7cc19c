"""One field finds a case by whatever is known of it."""

import pytest
from django.test import Client

from accounts.actors import Actor
from tests.desk.pages import QUEUE, numbers_on, text_of
from tests.factories import TicketFactory
from tickets.models import Source, Tag, Ticket
from tickets.numbers import check_digit
from tickets.selectors import searching
from tickets.selectors.searching import find_hits, matching, read_query
from tickets.services.conversation import CustomerWords, add_customer_message
from tickets.services.filing import Contact, Filing, Words, file_case
from tickets.services.lines import UnitClaim
from tickets.services.merging import merge_tickets
from tickets.services.status import close_ticket
from tickets.states import TicketStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def camille() -> Ticket:
    contact = Contact(
        email="camille.durand@customer.example",
        name="Camille Durand-Lévêque",
        phone="+33 6 12 34 56 78",
        street="12 rue des Lilas",
        postal_code="69003",
        city="Lyon",
        country="FR",
        language="fr",
    )
    ticket = file_case(
        Filing(
            source=Source.FORM,
            contact=contact,
            words=Words("La borne ne charge plus, voyant rouge."),
            units=[UnitClaim("2512-004713 h")],
        )
    )
    TicketFactory(name="Jonas Lind", email="jonas@elkraft.example")
    return ticket


@pytest.mark.parametrize(
    "spelling",
    [
        "{0}-{1}-{2}",
        "{0}{1}{2}",
        "rma {0} {1} {2}",
        "#{0}.{1}.{2}",
        "RMA: {0}/{1}/{2}",
        "n° {0}\u00a0{1}\u2011{2}",
        "[RMA {0}-{1}-{2}]",
    ],
)
def test_finds_a_number_in_any_spelling(desk: Client, camille: Ticket, spelling: str):
    number = camille.number

    shown = numbers_on(desk, q=spelling.format(number[:3], number[3:6], number[6:]))

    assert shown == [camille.number]


def test_a_whole_number_means_that_case_alone(desk: Client, camille: Ticket):
    body = "123456789"
    other = body + check_digit(body)
    camille.messages.create(kind="customer", text=other, created_at=camille.created_at)
    add_customer_message(ticket=camille, said=CustomerWords(words=Words(f"see {other}"), name="Camille"))

    shown = numbers_on(desk, q=other)

    assert shown == []


def test_a_merged_number_leads_to_the_target(desk: Client, camille: Ticket, engineer):
    source = TicketFactory()
    merge_tickets(source=source, target=camille, actor=Actor.staff(engineer))

    shown = numbers_on(desk, q=source.pretty_number)

    assert shown == [camille.number]


@pytest.mark.parametrize(
    "query",
    [
        "2512004713H", "2512-004713 h", "S/N 2512 004713-H", "25120047I3H", "2512004", "004713", "004713h",
        "camille", "CAMILLE durand", "leveque", "Lévêque", "durand-lévêque",
        "camille.durand@customer.example", "@customer.example camille",
        "Lilas Lyon", "69003", "voyant", "voy rou", "borne, charge!",
    ],
)  # fmt: skip
def test_finds_by_serial_name_address_and_any_word(desk: Client, camille: Ticket, query: str):
    shown = numbers_on(desk, q=query)

    assert shown == [camille.number]


def test_finds_the_words_of_later_messages_and_of_closed_cases(desk: Client, camille: Ticket, engineer):
    add_customer_message(ticket=camille, said=CustomerWords(words=Words("Le disjoncteur saute"), name="Camille"))
    close_ticket(ticket=camille, actor=Actor.staff(engineer))

    shown = numbers_on(desk, q="disjonct")

    assert shown == [camille.number]


def test_narrows_what_it_finds_by_the_filters(desk: Client, camille: Ticket):
    tag = Tag.objects.create(name="dock")

    assert numbers_on(desk, q="camille", language="fr") == [camille.number]
    assert numbers_on(desk, q="camille", language="sv") == []
    assert numbers_on(desk, q="camille", tag=tag.pk) == []


@pytest.mark.parametrize(
    "query",
    ["'", '"', "\\", "a & | ! <-> b", "':*", "x' & 'y", "\x00", "\x00camille\x00", "%_", "''':*'", "(", "\ud800",
     "a" * 10_000, " " * 10_000, "RMA " * 2_500, "# - . / " * 1_200, "🔥", "١٢٣", "0" * 10, "{}", "${x}", "<script>"],
)  # fmt: skip
def test_no_text_of_any_kind_ends_in_an_error(desk: Client, camille: Ticket, query: str):
    response = desk.get(QUEUE, {"q": query.encode("utf-8", "replace").decode()})

    assert response.status_code == 200


def test_says_what_it_did_not_find_and_what_to_try(desk: Client, camille: Ticket):
    page = text_of(desk.get(QUEUE, {"q": "zzqqxxjj"}))

    assert "Nothing found for “zzqqxxjj”." in page
    assert "Camille" not in page


def test_shows_the_newest_first_and_pages_by_key(desk: Client):
    for n in range(60):
        file_case(Filing(source=Source.FORM, contact=Contact(email=f"a{n}@b.example"), words=Words(f"red lamp {n}")))
    newest = list(Ticket.objects.order_by("-updated_at", "-id").values_list("number", flat=True))
    first = desk.get(QUEUE, {"q": "lamp"})
    second = desk.get(QUEUE + first.context["after"])

    back = desk.get(QUEUE + second.context["before"])

    pages = [[row.ticket.number for row in page.context["rows"]] for page in (first, second, back)]
    assert pages == [newest[:25], newest[25:50], newest[:25]]
    assert first.context["amount"] == "25+"


@pytest.mark.parametrize("share", [1, 2, 7, 30])
def test_finds_the_same_however_common_the_word_is(monkeypatch: pytest.MonkeyPatch, share: int):
    monkeypatch.setattr(searching, "FIRST_WINDOW", 10)
    monkeypatch.setattr(searching, "SECOND_WINDOW", 40)
    for n in range(90):
        words = "rare" if n % share == 0 else "other"
        file_case(Filing(source=Source.FORM, contact=Contact(email=f"a{n}@b.example"), words=Words(words)))
    expected = list(Ticket.objects.order_by("-updated_at", "-id").values_list("pk", flat=True))
    rare = set(matching(Ticket.objects.all(), read_query("rare")).values_list("pk", flat=True))

    hits = find_hits(Ticket.objects.all(), read_query("rare"), limit=12)

    assert hits.ids == [pk for pk in expected if pk in rare][:12]
    assert len(rare) == -(-90 // share)


def test_leaves_merged_cases_to_their_target(desk: Client):
    target = TicketFactory(name="Marit Berg")
    TicketFactory(name="Marit Berg", status=TicketStatus.MERGED, merged_into=target)

    shown = numbers_on(desk, q="marit")

    assert shown == [target.number]


def test_needs_at_most_twelve_statements(desk: Client, django_assert_max_num_queries):
    for n in range(30):
        file_case(Filing(source=Source.FORM, contact=Contact(email=f"a{n}@b.example"), words=Words("lamp")))

    with django_assert_max_num_queries(12):
        desk.get(QUEUE, {"q": "lamp"})
