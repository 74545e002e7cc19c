"""What the page of a case can change: the good way, the refusals, and who may."""

import pytest
from django.test import Client

from accounts.models import User
from mail.models import BlockedSender, Delivery, DeliveryState, OutgoingMail
from tests.desk.conftest import at_desk
from tests.desk.pages import case_of, post_to, text_of
from tests.factories import MessageFactory, TicketFactory, TicketLineFactory, UnitFactory, UserFactory
from tickets.admin.changes import CHANGES
from tickets.models import Event, EventKind, Priority, Ticket
from tickets.services.conversation import Answer, answer_customer
from tickets.states import TICKET_STATES, TicketStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(db: None) -> Ticket:
    return TicketFactory(email="camille@customer.example")


def last_event(ticket: Ticket) -> tuple[str, str, str]:
    event = ticket.events.latest("id")
    return event.kind, event.actor_name, event.after


@pytest.mark.parametrize(
    "target", [state for state in TicketStatus if state not in {TicketStatus.MERGED, TicketStatus.SPAM}]
)
@pytest.mark.parametrize("current", [state for state in TicketStatus if state != TicketStatus.MERGED])
def test_each_state_button_walks_its_arrow_or_says_why_not(
    desk: Client, case: Ticket, current: TicketStatus, target: TicketStatus
):
    Ticket.objects.filter(pk=case.pk).update(status=current)
    is_offered = f'name="target" value="{target.value}"' in text_of(desk.get(case_of(case)))

    response = desk.post(post_to(case, "state"), {"target": target.value, "reason": "as agreed"})

    case.refresh_from_db()
    is_allowed = TICKET_STATES.allows(current, target) and target != TicketStatus.NEW
    assert is_offered == is_allowed
    assert response.status_code == (303 if is_allowed else 422)
    assert case.status == (target if is_allowed else current)
    if not is_allowed:
        assert 'value="as agreed"' in text_of(response) or not response.context["state_buttons"]


def test_assigns_and_unassigns(desk: Client, case: Ticket, manager: User):
    desk.post(post_to(case, "assign"), {"assignee": manager.pk})
    assert last_event(case) == (EventKind.ASSIGNED, "Anna Berg", "Mona Chef")

    desk.post(post_to(case, "assign"), {"assignee": ""})

    case.refresh_from_db()
    assert case.assignee is None


@pytest.mark.parametrize(
    "make",
    [lambda: UserFactory().pk, lambda: UserFactory(is_staff=True, is_active=False).pk, lambda: 10**30, lambda: "x"],
)
def test_refuses_to_assign_to_anybody_else(desk: Client, case: Ticket, make):
    response = desk.post(post_to(case, "assign"), {"assignee": make()})

    case.refresh_from_db()
    assert response.status_code == 422
    assert case.assignee is None


def test_sets_the_priority_and_refuses_one_that_is_none(desk: Client, case: Ticket):
    good = desk.post(post_to(case, "priority"), {"priority": Priority.URGENT})
    bad = [desk.post(post_to(case, "priority"), {"priority": value}) for value in ("0", "9", "x", "")]

    case.refresh_from_db()
    assert (good.status_code, case.priority) == (303, Priority.URGENT)
    assert [response.status_code for response in bad] == [422] * 4


def test_flags_danger(desk: Client, case: Ticket):
    desk.post(post_to(case, "safety"))

    case.refresh_from_db()
    assert (case.is_safety, case.priority) == (True, Priority.URGENT)


def test_keeps_tags_and_drops_them(desk: Client, case: Ticket):
    desk.post(post_to(case, "tags"), {"tags": "Connector,  urgent , ,connector"})
    assert sorted(tag.name for tag in case.tags.all()) == ["connector", "urgent"]

    desk.post(post_to(case, "tags"), {"tags": ""})

    assert case.tags.count() == 0


def test_corrects_the_contact(desk: Client, case: Ticket):
    given = {
        "name": "Camille D.",
        "email": "NEW@customer.example",
        "phone": "06 12 34 56 78",
        "country": "fr",
        "language": "sv",
    }

    response = desk.post(post_to(case, "contact"), given)

    case.refresh_from_db()
    assert response.status_code == 303
    assert (case.name, case.email, case.phone, case.country.code, case.language) == (
        "Camille D.", "new@customer.example", "+33 6 12 34 56 78", "FR", "sv",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"email": "camille@"}, "This is not a whole e-mail address"),
        ({"phone": "call me"}, "This does not look like a phone number."),
        ({"email": "", "phone": ""}, "An e-mail address or a phone number is needed"),
        ({"country": "ZZ"}, "ZZ"),
        ({"language": "de"}, "de"),
    ],
)
def test_a_wrong_contact_is_refused_beside_its_field_and_kept(
    desk: Client, case: Ticket, wrong: dict[str, str], sentence: str
):
    given = {"name": "Somebody Else", "email": case.email, "phone": "", "country": "FR", "language": "fr"}

    response = desk.post(post_to(case, "contact"), given | wrong)

    page = text_of(response)
    assert response.status_code == 422
    assert sentence in page
    assert 'value="Somebody Else"' in page
    case.refresh_from_db()
    assert case.name == "Camille Durand"


def test_adds_units_from_a_pasted_list(desk: Client, case: Ticket):
    unit = UnitFactory(serial="2512004713H")

    response = desk.post(post_to(case, "add-units"), {"serials": "2512-004713 h\r\n\r\nS/N 2512004714H\n"})

    assert response.status_code == 303
    assert list(case.lines.values_list("serial", "unit")) == [("2512004713H", unit.pk), ("2512004714H", None)]


def test_refuses_units_that_stand_there_and_too_many_and_keeps_the_list(desk: Client, case: Ticket):
    TicketLineFactory(ticket=case, unit=None, product=None, serial="2512004713H")

    twice = desk.post(post_to(case, "add-units"), {"serials": "2512004713h"})
    many = desk.post(post_to(case, "add-units"), {"serials": "\n".join(f"S{n}" for n in range(501))})
    none = desk.post(post_to(case, "add-units"), {"serials": " \n "})

    assert [response.status_code for response in (twice, many, none)] == [422, 422, 422]
    assert "This serial number stands in the case already." in text_of(twice)
    assert "2512004713h</textarea>" in text_of(twice)
    assert "A case holds at most 500 units" in text_of(many)
    assert case.lines.count() == 1


def test_corrects_a_unit_and_keeps_what_was_typed_when_it_cannot(desk: Client, case: Ticket):
    unit = UnitFactory(serial="2512004713H")
    wrong = TicketLineFactory(ticket=case, unit=None, product=None, serial="2512004718H", position=1)
    TicketLineFactory(ticket=case, unit=None, product=None, serial="777", position=2)

    refused = desk.post(post_to(case, "correct-unit"), {"line": wrong.pk, "serial": "777"})
    good = desk.post(post_to(case, "correct-unit"), {"line": wrong.pk, "serial": "2512 004713 H"})

    assert (refused.status_code, good.status_code) == (422, 303)
    assert "This serial number stands in the case already." in text_of(refused)
    assert 'value="777"' in text_of(refused)
    wrong.refresh_from_db()
    assert (wrong.serial, wrong.unit) == ("2512004713H", unit)


def test_touches_no_unit_of_another_case(desk: Client, case: Ticket):
    foreign = TicketLineFactory(serial="777", unit=None, product=None)

    response = desk.post(post_to(case, "correct-unit"), {"line": foreign.pk, "serial": "888"})

    foreign.refresh_from_db()
    assert (response.status_code, foreign.serial) == (422, "777")


def test_adds_and_removes_a_colleague(desk: Client, case: Ticket):
    desk.post(post_to(case, "add-colleague"), {"email": "Bureau@elec.example", "name": "Bureau"})
    colleague = case.participants.get()
    assert (colleague.email, colleague.name) == ("bureau@elec.example", "Bureau")

    again = desk.post(post_to(case, "add-colleague"), {"email": "bureau@elec.example"})
    desk.post(post_to(case, "remove-colleague"), {"row": colleague.pk})
    gone = desk.post(post_to(case, "remove-colleague"), {"row": colleague.pk})

    assert (again.status_code, gone.status_code) == (422, 422)
    assert "This address gets the mails of this case already." in text_of(again)
    assert case.participants.count() == 0


def test_removes_no_colleague_of_another_case(desk: Client, case: Ticket):
    foreign = TicketFactory().participants.create(email="x@firm.example")

    response = desk.post(post_to(case, "remove-colleague"), {"row": foreign.pk})

    assert response.status_code == 422
    assert type(foreign).objects.filter(pk=foreign.pk).exists()


def test_sends_again_what_failed_and_nothing_else(desk: Client, engineer: User, case: Ticket):
    answer_customer(ticket=case, answer=Answer("Bonjour"), user=engineer)
    delivery = Delivery.objects.get()
    early = desk.post(post_to(case, "resend"), {"row": delivery.pk})
    Delivery.objects.update(state=DeliveryState.FAILED, error="550", attempts=3)

    good = desk.post(post_to(case, "resend"), {"row": delivery.pk})
    foreign = desk.post(post_to(TicketFactory(), "resend"), {"row": delivery.pk})

    delivery.refresh_from_db()
    assert (early.status_code, good.status_code, foreign.status_code) == (422, 303, 422)
    assert (delivery.state, delivery.attempts, delivery.error) == (DeliveryState.PENDING, 0, "")
    assert case.events.filter(kind=EventKind.MAIL_RESENT).count() == 1
    assert OutgoingMail.objects.count() == 1


def test_sends_a_new_link_to_a_party_only(desk: Client, case: Ticket):
    good = desk.post(post_to(case, "send-link"), {"address": case.email})
    stranger = desk.post(post_to(case, "send-link"), {"address": "mallory@elsewhere.example"})

    assert (good.status_code, stranger.status_code) == (303, 422)
    assert "Links are only mailed to the people of the case." in text_of(stranger)
    assert [delivery.address for delivery in Delivery.objects.all()] == [case.email]
    assert last_event(case) == (EventKind.LINK_SENT, "Anna Berg", case.email)


def test_cancels_all_links(desk: Client, engineer: User, case: Ticket):
    answer_customer(ticket=case, answer=Answer("Bonjour"), user=engineer)

    desk.post(post_to(case, "cancel-links"))

    assert [link.cancelled_at is None for link in case.links.all()] == [False]


@pytest.mark.parametrize("spelling", ["{}", "RMA {}", "#{}"])
def test_merges_into_a_case_by_its_number_in_any_spelling(desk: Client, case: Ticket, spelling: str):
    target = TicketFactory()
    MessageFactory(ticket=case, text="Voyant rouge")

    response = desk.post(post_to(case, "merge"), {"target": spelling.format(target.pretty_number)})

    case.refresh_from_db()
    assert response.status_code == 303
    assert (case.status, case.merged_into) == (TicketStatus.MERGED, target)
    assert target.messages.get().text == "Voyant rouge"


def test_refuses_to_merge_into_itself_nothing_and_nonsense(desk: Client, case: Ticket):
    spam = TicketFactory(status=TicketStatus.SPAM)
    typed = [case.number, "482-719-3059", "482-719-3095", "", "x" * 50, spam.number]

    responses = [desk.post(post_to(case, "merge"), {"target": text}) for text in typed]

    case.refresh_from_db()
    assert [response.status_code for response in responses] == [422] * 6
    assert case.status == TicketStatus.OPEN
    assert "A case cannot be merged into itself." in text_of(responses[0])
    assert "There is no case with this number." in text_of(responses[1])
    assert 'value="482-719-3095"' in text_of(responses[2])


@pytest.mark.parametrize("block", [True, False])
def test_marks_spam_and_blocks_the_sender_only_when_asked(desk: Client, case: Ticket, block: bool):
    desk.post(post_to(case, "spam"), {"block": "on"} if block else {})

    case.refresh_from_db()
    assert case.status == TicketStatus.SPAM
    assert [sender.pattern for sender in BlockedSender.objects.all()] == ([case.email] if block else [])


def test_refuses_spam_where_a_return_is_open(desk: Client):
    case = TicketFactory(status=TicketStatus.HELD)

    response = desk.post(post_to(case, "spam"), {"block": "on"})

    case.refresh_from_db()
    assert (response.status_code, case.status) == (422, TicketStatus.HELD)
    assert BlockedSender.objects.exists() is False


@pytest.mark.parametrize("name", CHANGES)
def test_who_may_not_triage_may_change_nothing(client: Client, technician: User, case: Ticket, name: str):
    browsers = {"nobody": client, "customer": at_desk(UserFactory()), "technician": at_desk(technician)}

    answers = {who: browser.post(post_to(case, name), {}).status_code for who, browser in browsers.items()}

    assert answers == {"nobody": 302, "customer": 302, "technician": 403}
    assert Event.objects.exists() is False


@pytest.mark.parametrize("name", CHANGES)
def test_reading_and_nonsense_change_nothing(desk: Client, case: Ticket, name: str):
    read = desk.get(post_to(case, name))
    garbage = desk.post(
        post_to(case, name),
        dict.fromkeys(("target", "row", "line", "serials", "address", "email"), "\x00\ud7ff" + "9" * 400),
    )

    assert read.status_code == 303
    assert garbage.status_code in {303, 422}


def test_an_unknown_change_is_not_found(desk: Client, case: Ticket):
    assert desk.post(post_to(case, "explode")).status_code == 404


def test_a_forged_post_is_refused(engineer: User, case: Ticket):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(engineer)

    response = browser.post(post_to(case, "spam"))

    case.refresh_from_db()
    assert (response.status_code, case.status) == (403, TicketStatus.OPEN)
