"""A mail from somebody becomes a case."""

import pytest
from django.core.files.storage import default_storage

from mail import reasons
from mail.models import BlockedSender, Outcome, OutgoingMail
from tests.factories import TicketFactory, UnitFactory
from tests.intake.mails import CUSTOMER, mail, take_in, with_files
from tickets.models import Priority, Source, Ticket

pytestmark = pytest.mark.django_db


def test_a_mail_becomes_a_case_with_a_number_for_its_sender():
    incoming = take_in(mail("Bonjour, ma borne ne charge plus depuis lundi.", sender=f"Camille Durand <{CUSTOMER}>"))

    ticket = Ticket.objects.get()
    assert incoming.outcome == Outcome.TICKET
    assert (ticket.name, ticket.email, ticket.language, ticket.source) == (
        "Camille Durand",
        CUSTOMER,
        "fr",
        Source.MAIL,
    )
    assert (ticket.subject, ticket.messages.get().incoming) == ("Borne", incoming)
    owed = OutgoingMail.objects.get()
    assert (owed.kind, owed.in_reply_to) == ("tickets/number_assigned", incoming.message_id)
    assert [delivery.address for delivery in owed.deliveries.all()] == [CUSTOMER]


def test_nothing_that_a_stranger_wrote_stands_in_the_acknowledgement():
    take_in(mail("Buy at http://evil.example", sender="Click evil.example <x@evil.example>", subject="evil offer"))

    owed = OutgoingMail.objects.get()
    assert "evil" not in owed.subject + owed.text + owed.html


@pytest.mark.parametrize(
    ("text", "address", "language"),
    [
        ("Laddaren är trasig och jag vet inte vad det är", "a@x.example", "sv"),
        ("The charger is broken and I do not know why", "a@x.example", "en"),
        ("HALO 22kW", "a@elbolaget.se", "sv"),
        ("HALO 22kW", "a@dupont.fr", "fr"),
        ("HALO 22kW", "a@x.example", "en"),
    ],
)
def test_the_language_is_that_of_the_text_or_of_the_address(text, address, language):
    take_in(mail(text, sender=address, subject=""))

    assert Ticket.objects.get().language == language


def test_a_text_that_does_not_say_is_answered_in_the_language_of_the_last_case():
    TicketFactory(email=CUSTOMER, language="sv")

    take_in(mail("HALO", subject=""))

    assert Ticket.objects.latest("id").language == "sv"


def test_serials_in_subject_text_quotes_and_file_names_become_lines():
    UnitFactory(serial="2512004713H")
    raw = mail("One is 2512-004714 h.\n\n> and 2512004715H", subject="Broken: 2512 004713 H")

    take_in(raw)

    lines = Ticket.objects.get().lines.all()
    assert [line.serial for line in lines] == ["2512004713H", "2512004714H", "2512004715H"]
    assert [line.unit is not None for line in lines] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "is_safety"),
    [
        ("There is smoke coming out of it", True),
        ("Il y a une odeur de brûlé", True),
        ("Det luktar bränt om laddaren", True),
        ("I got an electric shock", True),
        ("De l'eau dans la borne", True),
        ("Our brand new charger does not start; voyant feu rouge", False),
        ("Elden i samtalet, jag har rökfri zon", False),
    ],
)
def test_words_of_danger_put_a_case_on_top(text, is_safety):
    take_in(mail(text))

    ticket = Ticket.objects.get()
    assert (ticket.is_safety, ticket.priority == Priority.URGENT) == (is_safety, is_safety)


@pytest.mark.parametrize(
    ("sender", "reason"),
    [
        ("", reasons.NO_SENDER),
        ("undisclosed", reasons.ODD_SENDER),
        ("a@good.example)@evil.example", reasons.ODD_SENDER),
        ("a@x.example, b@x.example", reasons.SEVERAL_SENDERS),
        ("a@x.example\r\nFrom: b@x.example", reasons.SEVERAL_SENDERS),
        ("support@localhost", reasons.OURS),
    ],
)
def test_a_sender_open_to_doubt_leads_to_quarantine_with_the_reason(sender, reason):
    incoming = take_in(mail(sender=sender))

    assert (incoming.outcome, incoming.reason) == (Outcome.QUARANTINED, reason)
    assert incoming.sorted_at is not None
    assert not Ticket.objects.exists()
    assert not OutgoingMail.objects.exists()


@pytest.mark.parametrize("pattern", [CUSTOMER, "@customer.example"])
def test_a_blocked_sender_is_kept_out_and_not_answered(pattern):
    BlockedSender.objects.create(pattern=pattern)

    incoming = take_in(mail())

    assert (incoming.outcome, incoming.reason) == (Outcome.QUARANTINED, reasons.BLOCKED)
    assert not OutgoingMail.objects.exists()


def test_one_sender_opens_at_most_twenty_cases_an_hour(settings):
    settings.THROTTLES = True

    outcomes = [take_in(mail(f"case {n}")).outcome for n in range(22)]

    assert outcomes == [Outcome.TICKET] * 20 + [Outcome.QUARANTINED] * 2
    assert take_in(mail(sender="other@customer.example")).outcome == Outcome.TICKET


def test_a_file_that_is_refused_is_named_and_the_others_are_kept():
    invoice = ("faktura.txt", b"Total: 100", "text/plain")
    program = ("tool.exe", b"MZ\x90\x00" + bytes(200), "application/x-msdownload")

    take_in(with_files(invoice, program))

    message = Ticket.objects.get().messages.get()
    attachment = message.attachments.get()
    assert (attachment.purpose, default_storage.exists(attachment.file.key)) == ("proof", True)
    assert "[tool.exe: " in message.text


def test_a_mail_without_any_word_still_opens_a_case():
    take_in(mail("", subject=""))

    assert Ticket.objects.get().messages.get().text == "(This mail had no text.)"
