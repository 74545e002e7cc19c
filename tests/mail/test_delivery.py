"""What is owed leaves the house, whatever the mail server says; each of its answers has a consequence."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from mail import channel, claims, post
from mail.bounce_addresses import delivery_id_of
from mail.delivery import deliver_due
from mail.models import Delivery, DeliveryState, OutgoingMail
from tests.mail.letters import owe
from tests.mail.sink import Sink, eventually, running

pytestmark = pytest.mark.django_db


def states() -> dict[str, str]:
    return dict(Delivery.objects.values_list("address", "state"))


def due_again() -> None:
    Delivery.objects.filter(next_attempt_at__isnull=False).update(next_attempt_at=timezone.now())


def test_many_mails_leave_over_one_connection(settings):
    for number in range(45):
        owe(f"a{number}@x.example", topic=f"ticket:{number}")

    with running(Sink(), settings) as sink:
        assert deliver_due() == 45

    assert (len(sink.mails), len(set(sink.addresses)), sink.sessions) == (45, 45, 1)
    assert set(states().values()) == {DeliveryState.SENT}


def test_a_mail_costs_few_statements(settings, django_assert_max_num_queries):
    for number in range(20):
        owe(f"a{number}@x.example", topic=f"ticket:{number}")

    with running(Sink(), settings), django_assert_max_num_queries(20 + 12):
        deliver_due()


def test_each_recipient_gets_a_copy_that_names_all_and_bounces_to_its_own_address(settings):
    owe("to@x.example", copies=("cc@x.example",))

    with running(Sink(), settings) as sink:
        deliver_due()

    assert sorted(sink.addresses) == ["cc@x.example", "to@x.example"]
    for sender, address, content in sink.mails:
        assert b"To: to@x.example\r\nCc: cc@x.example" in content
        assert Delivery.objects.get(pk=delivery_id_of(sender)).address == address


def test_mails_of_one_case_to_one_person_keep_their_order(settings):
    for _ in range(5):
        owe("a@x.example", "b@x.example")

    with running(Sink(), settings) as sink:
        deliver_due()

    sent = {a: [c for _, address, c in sink.mails if address == a] for a in ("a@x.example", "b@x.example")}
    ids = list(OutgoingMail.objects.order_by("id").values_list("message_id", flat=True))
    for contents in sent.values():
        assert [next(i for i in ids if i.encode() in c) for c in contents] == ids


def test_a_later_mail_waits_for_an_earlier_one_that_was_put_off(settings):
    owe("a@x.example")
    answers = iter(["451 later"])

    with running(Sink(data=lambda _: next(answers, None)), settings) as sink:
        deliver_due()
        owe("a@x.example")
        deliver_due()
        assert sink.mails == []
        due_again()
        deliver_due()

    assert sink.addresses == ["a@x.example"] * 2


@pytest.mark.parametrize("at", ["rcpt", "data"])
def test_a_refusal_for_good_is_that_recipients_alone(settings, at):
    owe("gone@x.example", "here@x.example")
    refuse = lambda address: "550 5.1.1 no such user" if address == "gone@x.example" else None  # noqa: E731

    with running(Sink(**{at: refuse}), settings) as sink:
        deliver_due()
        deliver_due()

    assert sink.addresses == ["here@x.example"]
    assert states() == {"gone@x.example": "failed", "here@x.example": "sent"}
    assert Delivery.objects.get(state="failed").error == "550 5.1.1 no such user"


@pytest.mark.parametrize("at", ["rcpt", "data"])
def test_a_refusal_for_now_is_tried_again_later_and_after_a_day_no_more(settings, at):
    owe("grey@x.example", "here@x.example")
    refuse = lambda address: "450 4.2.0 greylisted" if address == "grey@x.example" else None  # noqa: E731

    with running(Sink(**{at: refuse}), settings) as sink:
        deliver_due()
        grey = Delivery.objects.get(address="grey@x.example")
        assert (sink.addresses, grey.state, grey.attempts) == (["here@x.example"], "pending", 1)
        assert timedelta(seconds=30) < grey.next_attempt_at - timezone.now() < timedelta(minutes=2)

        Delivery.objects.update(give_up_at=timezone.now())
        due_again()
        deliver_due()

    grey.refresh_from_db()
    assert (grey.state, grey.error) == ("failed", "450 4.2.0 greylisted")


def test_a_farewell_in_the_middle_loses_nothing_and_doubles_nothing(settings):
    for number in range(6):
        owe(f"a{number}@x.example", topic=f"ticket:{number}")
    farewells = iter([None, "421 going down"])

    with running(Sink(data=lambda _: next(farewells, None)), settings) as sink:
        deliver_due()
        due_again()
        deliver_due()

    assert sorted(sink.addresses) == [f"a{number}@x.example" for number in range(6)]
    assert sink.sessions > 1


def test_a_server_that_is_away_costs_no_attempt(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    owe("a@x.example")

    deliver_due()

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts, "refused" in delivery.error) == ("pending", 0, True)
    assert delivery.next_attempt_at - timezone.now() < timedelta(seconds=46)


def test_a_server_that_hangs_after_the_text_does_not_hold_us(settings, monkeypatch):
    monkeypatch.setattr(post, "SOCKET_TIMEOUT_S", 0.5)
    owe("a@x.example")

    with running(Sink(hang_s=1.5), settings):
        deliver_due()

    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.attempts) == ("pending", 1)


@pytest.mark.filterwarnings("ignore:Requiring AUTH")
def test_a_refused_login_pauses_everything_and_burns_nothing(settings):
    for number in range(3):
        owe(f"a{number}@x.example")

    with running(Sink(), settings, refuse_login=True) as sink:
        deliver_due()
        deliver_due()

    assert sink.sessions == 1
    assert set(Delivery.objects.values_list("state", "attempts")) == {("pending", 0)}
    assert channel.trouble().startswith("535")

    channel.Channel.objects.update(paused_until=timezone.now())
    with running(Sink(), settings) as sink:
        assert deliver_due() == 3
    assert channel.trouble() == ""


def test_a_row_that_cannot_be_made_a_mail_fails_and_holds_up_nobody(settings):
    broken, good = owe("a@x.example", topic="ticket:1"), owe("b@x.example", topic="ticket:2")
    OutgoingMail.objects.filter(pk=broken.pk).update(links={"x": ["only one"]})

    with running(Sink(), settings) as sink:
        deliver_due()

    failed = broken.deliveries.get()
    assert (sink.addresses, failed.state) == (["b@x.example"], "failed")
    assert "cannot be put together" in failed.error
    assert good.deliveries.get().state == "sent"


def test_what_a_dead_worker_held_goes_out_again_with_the_same_id(settings):
    owed = owe("a@x.example")
    assert len(claims.claim(at=timezone.now())) == 1  # and the worker dies

    with running(Sink(), settings) as sink:
        assert deliver_due() == 0
        Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
        assert deliver_due() == 1

    assert owed.message_id.encode() in sink.mails[0][2]


def test_a_worker_whose_lease_ran_out_marks_nothing():
    owe("a@x.example")
    [late] = claims.claim(at=timezone.now())
    Delivery.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    [current] = claims.claim(at=timezone.now())

    claims.mark_failed(late, "late")

    current.refresh_from_db()
    assert (current.state, current.error) == ("sending", "")


@pytest.mark.django_db(transaction=True)
def test_four_workers_send_each_mail_once(settings):
    for number in range(40):
        owe(f"a{number % 10}@x.example", topic=f"ticket:{number % 10}")

    def work():
        try:
            deliver_due()
        finally:
            connection.close()

    with running(Sink(), settings) as sink:
        threads = [threading.Thread(target=work) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        while deliver_due():
            pass
        assert eventually(lambda: len(sink.mails) >= 40)

    assert len(sink.mails) == 40
    assert set(Delivery.objects.values_list("state", flat=True)) == {"sent"}
