import pytest
from django.core.files.storage import default_storage
from django.http import Http404

from files.responses import serve
from files.services import store_file
from tests.files import samples

pytestmark = pytest.mark.django_db


def test_a_file_goes_out_as_a_download_that_nothing_runs_or_keeps():
    file = store_file(name="réseau.log", content=b"trip\n")

    answer = serve(file)

    assert b"".join(answer.streaming_content) == b"trip\n"
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''r%C3%A9seau.log"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Cache-Control"] == "private, no-store"


def test_only_a_picture_may_be_shown_in_a_page():
    picture = store_file(name="a.png", content=samples.picture("PNG"))
    paper = store_file(name="a.pdf", content=samples.PDF)

    assert serve(picture, inline=True)["Content-Disposition"].startswith("inline")
    assert serve(picture)["Content-Disposition"].startswith("attachment")
    assert serve(paper, inline=True)["Content-Disposition"].startswith("attachment")


def test_a_file_deleted_behind_our_back_is_a_page_that_says_so():
    file = store_file(name="a.pdf", content=samples.PDF)
    default_storage.delete(file.key)

    with pytest.raises(Http404):
        serve(file)
