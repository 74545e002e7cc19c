from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from files.kept import file_from, token_for
from files.services import store_file
from tests.files import samples

pytestmark = pytest.mark.django_db


def test_the_same_form_gets_its_upload_back():
    file = store_file(name="a.pdf", content=samples.PDF)

    assert file_from(token_for(file, "form-1"), "form-1") == file


@pytest.mark.parametrize(
    "mangle", [lambda t: t[:-1], lambda t: "x" + t, lambda _t: "", lambda _t: "a:b:c", lambda t: t + "\0"]
)
def test_a_mangled_token_opens_nothing(mangle):
    file = store_file(name="a.pdf", content=samples.PDF)

    assert file_from(mangle(token_for(file, "form-1")), "form-1") is None


def test_another_form_gets_nothing():
    file = store_file(name="a.pdf", content=samples.PDF)

    assert file_from(token_for(file, "form-1"), "form-2") is None


def test_after_two_days_it_is_gone():
    token = token_for(store_file(name="a.pdf", content=samples.PDF), "form-1")

    with time_machine.travel(timezone.now() + timedelta(hours=49)):
        assert file_from(token, "form-1") is None
