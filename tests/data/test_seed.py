from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count, Max

from accounts.models import Partner, User
from files.models import StoredFile
from mail.models import Delivery, DeliveryState, IncomingMail, Outcome, OutgoingMail
from tests.factories import TicketFactory
from tickets.models import CaseLink, Message, NumberAlias, ReplyTemplate, Ticket
from tickets.numbers import is_number
from tickets.search import words_of
from tickets.states import TicketStatus
from warranty.models import Product, Unit

pytestmark = pytest.mark.django_db


def seed(**options) -> str:
    err = StringIO()
    call_command("seed", stderr=err, **options)
    return err.getvalue()


def test_a_demo_has_cases_in_every_state_and_language():
    said = seed(tickets=200, partners=10, demo=True)

    assert "200 cases" in said
    assert Ticket.objects.count() == 200
    assert set(Ticket.objects.values_list("status", flat=True)) == set(TicketStatus.values)
    assert set(Ticket.objects.values_list("language", flat=True)) == {"fr", "en", "sv"}
    assert Ticket.objects.filter(is_safety=True, priority=1).exists()
    assert sorted(Product.objects.values_list("code", flat=True)) == ["AMPGUARD", "AURA", "DAWN", "HALO", "LUNA"]
    assert Unit.objects.count() == 2000
    assert [Partner.objects.filter(kind=kind).count() for kind in ("distributor", "reseller")] == [2, 8]
    assert ReplyTemplate.objects.values("language").distinct().count() == 3


def test_a_demo_has_files_people_and_odd_mails():
    seed(tickets=200, demo=True)

    assert set(StoredFile.objects.values_list("content_type", flat=True)) == {"image/jpeg", "application/pdf"}
    assert all(default_storage.exists(file.key) for file in StoredFile.objects.all())
    assert not any(user.has_usable_password() for user in User.objects.all())
    assert {group for user in User.objects.all() for group in user.groups.values_list("name", flat=True)} == {
        "engineer",
        "technician",
        "manager",
    }
    assert set(IncomingMail.objects.values_list("outcome", flat=True)) == set(Outcome.values)
    assert IncomingMail.objects.in_quarantine().count() == 4


def test_nothing_of_it_is_ever_sent():
    seed(tickets=150)

    assert OutgoingMail.objects.exists()
    assert set(Delivery.objects.values_list("state", flat=True)) <= {DeliveryState.SENT, DeliveryState.FAILED}
    assert IncomingMail.objects.unsorted().exists() is False


def test_numbers_are_real_and_the_next_case_gets_another():
    seed(tickets=50)

    numbers = list(Ticket.objects.values_list("number", flat=True))
    assert all(is_number(number) for number in numbers)
    assert TicketFactory().number not in numbers


def test_a_second_run_adds_more_and_collides_with_nothing():
    seed(tickets=60, demo=True)
    seed(tickets=60, demo=True)

    assert Ticket.objects.count() == 120
    assert User.objects.count() == 5
    assert Unit.objects.count() == 2000


def test_a_merged_case_leads_to_its_target_and_its_words_too():
    seed(tickets=400)

    for alias in NumberAlias.objects.select_related("ticket"):
        merged = Ticket.objects.get(number=alias.number)
        assert (merged.status, merged.merged_into) == (TicketStatus.MERGED, alias.ticket)
        assert merged.messages.exists() is False
        assert alias.ticket.email == merged.email
    assert NumberAlias.objects.count() == Ticket.objects.filter(status=TicketStatus.MERGED).count() > 0


def test_all_that_was_said_is_found_again():
    seed(tickets=60)

    for ticket in Ticket.objects.exclude(status=TicketStatus.MERGED):
        said = [*ticket.messages.values_list("text", flat=True), *ticket.lines.values_list("serial", flat=True)]
        with connection.cursor() as cursor:
            cursor.execute("SELECT tsvector_to_array(search) FROM tickets_ticket WHERE id = %s", [ticket.pk])
            assert set(words_of(*said, ticket.name, ticket.email, ticket.city)) <= set(cursor.fetchone()[0])


def test_every_case_is_told_in_order_and_ends_where_it_says():
    seed(tickets=120)

    for ticket in Ticket.objects.annotate(last=Max("events__created_at"), links_made=Count("links", distinct=True)):
        last_move = ticket.events.filter(kind="status_changed").order_by("created_at", "id").last()
        assert ticket.created_at <= ticket.last <= ticket.updated_at
        if last_move and ticket.status != TicketStatus.MERGED:
            assert last_move.after == ticket.status
    assert Message.objects.filter(kind="staff", outgoing=None).exists() is False
    assert CaseLink.objects.count() == OutgoingMail.objects.count()


@pytest.mark.parametrize("options", [{"tickets": -1}, {"tickets": 5, "partners": 1}])
def test_says_what_is_wrong(options):
    with pytest.raises(CommandError, match="at least"):
        seed(**options)
