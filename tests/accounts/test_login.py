import pytest

from accounts.models import User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a-long-and-lovely-word"


@pytest.fixture
def tom(settings) -> User:
    settings.THROTTLES = True
    user = UserFactory(email="tom@maker.example", is_staff=True)
    user.set_password(PASSWORD)
    user.save()
    return user


def log_in(client, email, password, **headers):
    return client.post("/admin/login/", {"username": email, "password": password, "next": "/admin/"}, **headers)


def test_lets_staff_in_whatever_the_case_of_the_address(client, tom):
    assert log_in(client, "TOM@maker.example", PASSWORD).status_code == 302


def test_a_guesser_is_stopped_and_the_right_password_no_longer_helps_them(client, tom):
    for _guess in range(8):
        log_in(client, "tom@maker.example", "wrong")

    answer = log_in(client, "Tom@maker.example ", PASSWORD)

    assert answer.status_code == 429
    assert "too often" in answer.content.decode()


def test_who_knows_the_password_may_come_and_go(client, tom):
    answers = [log_in(client, "tom@maker.example", PASSWORD).status_code for _turn in range(45)]

    assert set(answers) == {302}


def test_the_owner_of_the_address_still_gets_in_from_elsewhere(client, tom):
    for _guess in range(9):
        log_in(client, "tom@maker.example", "wrong", REMOTE_ADDR="203.0.113.66")

    assert log_in(client, "tom@maker.example", PASSWORD, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_an_invented_proxy_header_does_not_make_a_new_caller(client, tom):
    for guess in range(40):
        log_in(client, f"somebody{guess}@maker.example", "wrong", HTTP_X_FORWARDED_FOR=f"198.51.100.{guess}")

    assert "too often" in log_in(client, "tom@maker.example", PASSWORD).content.decode()


@pytest.mark.parametrize("facts", [{"is_active": False}, {"is_staff": False}])
def test_who_may_not_come_in_is_told_the_same_as_a_guesser(client, tom, facts):
    User.objects.update(**facts)

    shut_out = log_in(client, "tom@maker.example", PASSWORD).content
    guesser = log_in(client, "tom@maker.example", "wrong").content

    assert b"correct" in shut_out
    assert shut_out.count(b"correct") == guesser.count(b"correct")


@pytest.mark.parametrize("email", ["", "\0", "x" * 5000, "a@b\r\nX: y"])
def test_odd_names_are_refused_in_words(client, tom, email):
    assert log_in(client, email, "x").status_code == 422


def test_a_household_of_ipv6_addresses_is_one_caller(client, tom):
    for guess in range(40):
        log_in(client, f"somebody{guess}@maker.example", "wrong", REMOTE_ADDR=f"2001:db8::{guess:x}")

    assert log_in(client, "tom@maker.example", PASSWORD, REMOTE_ADDR="2001:db8::ffff").status_code == 429


@pytest.mark.parametrize("key", ['"aaaaaaaa\\000aaaa"', "x" * 4_000, "../../etc/passwd", '"\\377\\376aaaaaaaa"'])
def test_a_cookie_that_can_be_no_session_of_ours_is_none(client, tom, key):
    assert client.get("/admin/", HTTP_COOKIE=f"sessionid={key}").status_code == 302
