import json
from datetime import UTC, datetime
from io import BytesIO, StringIO
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command

from accounts.actors import Actor
from mail.models import OutgoingMail
from tests.factories import TicketFactory, UnitFactory
from tickets.models import Source, Ticket, TicketLine
from tickets.number_store import next_number
from tickets.selectors.numbers import find_ticket
from tickets.services.cover import assess_due
from tickets.services.filing import Contact, Filing, Words, file_case
from tickets.services.merging import merge_tickets

pytestmark = pytest.mark.django_db

CASE = {
    "name": "Åsa Öberg",
    "email": "Asa@Customer.example",
    "lang": "sv-SE",
    "subject": "Laddbox",
    "serial": "2512-004713 h",
    "status": "resolved",
    "priority": 2,
    "created": "2025-03-01T10:00:00+01:00",
    "unknown": {"deep": [1]},
    "messages": [
        {"from": "agent", "body": "Hej!", "at": "2025-03-02T10:00:00Z"},
        {"from": "customer", "body": "Den laddar \u0000 inte", "at": "2025-03-01T10:00:00Z", "mood": "sad"},
    ],
}


def move_in(monkeypatch, *lines: object) -> str:
    """What stands on stderr."""
    raw = b"".join((line if isinstance(line, bytes) else json.dumps(line).encode()) + b"\n" for line in lines)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=BytesIO(raw)))
    err = StringIO()
    try:
        call_command("import_cases", "-", stderr=err)
    except CommandError as error:
        err.write(str(error))
    return err.getvalue()


def case(**changes) -> dict[str, object]:
    return {**CASE, **changes}


def test_a_case_moves_in_with_all_it_had_and_nobody_is_mailed(monkeypatch):
    unit = UnitFactory(serial="2512004713H")

    said = move_in(monkeypatch, CASE)

    ticket = Ticket.objects.get()
    assert "1 cases" in said
    assert (ticket.name, ticket.email, ticket.language, ticket.source) == (
        "Åsa Öberg",
        "asa@customer.example",
        "sv",
        Source.IMPORT,
    )
    assert (ticket.status, ticket.priority) == ("resolved", 2)
    assert ticket.created_at == datetime(2025, 3, 1, 9, tzinfo=UTC)
    assert ticket.updated_at == ticket.solved_at == datetime(2025, 3, 2, 10, tzinfo=UTC)
    assert [(m.kind, m.text) for m in ticket.messages.order_by("created_at")] == [
        ("customer", "Den laddar  inte"),
        ("staff", "Hej!"),
    ]
    assert ticket.lines.get().unit == unit
    assert [event.kind for event in ticket.events.all()] == ["imported"]
    assert OutgoingMail.objects.exists() is False


def test_a_number_of_ours_is_kept_while_it_is_free(monkeypatch):
    number = next_number()

    move_in(monkeypatch, case(number=f"RMA {number[:3]}-{number[3:6]}-{number[6:]}"), case(number=number))

    first, second = Ticket.objects.order_by("pk")
    assert first.number == number
    assert second.number != number


def test_the_number_of_a_merged_case_is_not_given_again(monkeypatch, engineer):
    source, target = TicketFactory(), TicketFactory()
    merge_tickets(source=source, target=target, actor=Actor.staff(engineer))

    move_in(monkeypatch, case(number=source.number))

    assert find_ticket(source.number) == target


@pytest.mark.parametrize("old", ["HD-20431", "482-719-3058", 20431])
def test_another_number_is_found_by_searching(monkeypatch, old):
    move_in(monkeypatch, case(number=old))

    ticket = Ticket.objects.get()
    word = str(old).lower().rpartition("-")[2]
    assert Ticket.objects.extra(where=["search @@ %s::tsquery"], params=[f"'{word}'"]).get() == ticket
    assert ticket.events.get().after == str(old)


def test_the_sequence_steps_over_a_number_that_was_brought_along(monkeypatch):
    coming = next_number()
    TicketFactory(number=coming)
    monkeypatch.setattr("tickets.services.filing.next_number", iter([coming, next_number()]).__next__)

    ticket = file_case(Filing(source=Source.FORM, contact=Contact("a@b.example"), words=Words("x")))

    assert ticket.number != coming


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (b"not json", "is not JSON"),
        (b"[1, 2]", "is not a JSON object"),
        (b"\xff\xfe", "is not UTF-8"),
        (b"[" * 100_000, "is not JSON"),
        (case(email="nobody"), "“email” is no e-mail address"),
        (case(email=None), "“email” is no e-mail address"),
        (case(email=7), "“email” is not a text"),
        (case(status="merged"), "“status” is none of new, open"),
        (case(priority=9), "“priority” is no number from 1 to 5"),
        (case(priority=True), "“priority”"),
        (case(priority=[1]), "“priority”"),
        (case(created="yesterday"), "“created” is no date"),
        (case(created="0001-01-01T00:00:00+14:00"), "“created”"),
        (case(created="2999-01-01"), "“created” lies before 1990 or in the future"),
        (case(messages={}), "“messages” is not a list"),
        (case(messages=[{"from": "robot", "body": "x", "at": "2025-01-01"}]), "“from” is none of customer, agent"),
        (case(messages=[{"from": "agent", "body": "x"}]), "“at” is no date"),
    ],
)
def test_a_bad_line_is_named_and_the_good_ones_go_in(monkeypatch, line, words):
    said = move_in(monkeypatch, CASE, b"", line, CASE)

    assert f"Line 3 {words}" in said
    assert "Bad lines, named above: 1. Cases taken in: 2." in said
    assert Ticket.objects.count() == 2


def test_odd_text_is_stored_and_not_fatal(monkeypatch):
    body = "\ud800 \u202e \\N \\. tab\there 'quote' " + "ord " * 300_000

    move_in(
        monkeypatch,
        case(
            subject="x" * 5000,
            name="n" * 5000,
            serial="s" * 5000,
            messages=[{"from": "customer", "body": body, "at": "2025-01-01"}],
        ),
    )

    ticket = Ticket.objects.get()
    assert (len(ticket.subject), len(ticket.name)) == (200, 150)
    assert "\\N \\. tab\there 'quote'" in ticket.messages.get().text


def test_a_file_that_is_not_there_is_said_in_a_sentence():
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_cases", "/nowhere/cases.jsonl", stderr=StringIO())


def test_an_open_case_gets_its_verdict_by_the_clock_and_still_nobody_is_mailed(monkeypatch):
    UnitFactory(serial="2512004713H")

    move_in(monkeypatch, case(status="open"), case(status="closed", serial="2512004714H"))
    judged = assess_due()

    assert judged == 1
    assert [line.claim is not None for line in TicketLine.objects.order_by("serial")] == [True, False]
    assert OutgoingMail.objects.exists() is False
