"""What we need no longer is erased: the bytes go, the row says that they were here."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.utils import timezone

from files.errors import FileErasedError
from files.models import StoredFile
from files.periodic import erase_again, remove_orphans
from files.responses import serve
from files.services import erase_file, store_file
from tests.desk.conftest import at_desk
from tests.factories import MessageFactory
from tests.files import samples
from tickets.models import Attachment
from tickets.services.links import secret_for_filer

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(db: None) -> StoredFile:
    file = store_file(name="facture.pdf", content=samples.PDF)
    Attachment.objects.create(message=MessageFactory(), file=file)
    return file


def erase(file: StoredFile, commit) -> StoredFile:
    with commit(execute=True):
        return erase_file(file=file)


@transaction.atomic
def erase_and_fail(file: StoredFile) -> None:
    erase_file(file=file)
    raise RuntimeError


def test_the_bytes_go_and_name_size_and_hash_stay(paper, django_capture_on_commit_callbacks):
    before = StoredFile.objects.values("name", "size", "sha256", "content_type").get()

    erased = erase(paper, django_capture_on_commit_callbacks)

    assert erased.erased_at is not None
    assert default_storage.exists(paper.key) is False
    assert StoredFile.objects.values("name", "size", "sha256", "content_type").get() == before


def test_erasing_twice_keeps_the_first_moment(paper, django_capture_on_commit_callbacks):
    first = erase(paper, django_capture_on_commit_callbacks).erased_at

    again = erase(paper, django_capture_on_commit_callbacks)

    assert again.erased_at == first


def test_nothing_goes_when_the_change_is_rolled_back(paper, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(RuntimeError):
        erase_and_fail(paper)

    assert default_storage.exists(paper.key)
    assert serve(StoredFile.objects.get()).status_code == 200


def test_whoever_asks_for_it_is_told_that_its_time_is_over(paper, engineer, django_capture_on_commit_callbacks):
    ticket = Attachment.objects.get().message.ticket
    erase(paper, django_capture_on_commit_callbacks)

    with pytest.raises(FileErasedError):
        serve(StoredFile.objects.get())
    pages = [
        at_desk(engineer).get(f"/admin/tickets/ticket/{ticket.pk}/files/{paper.pk}/"),
        Client().get(
            f"/support/{secret_for_filer(ticket=ticket)}/files/{paper.pk}/", headers={"accept-language": "en"}
        ),
    ]

    assert [page.status_code for page in pages] == [410, 410]
    assert "This is not kept any more" in pages[0].content.decode()


def test_an_erased_file_is_nothing_to_complain_about(paper, django_capture_on_commit_callbacks):
    erase(paper, django_capture_on_commit_callbacks)
    out, said = StringIO(), StringIO()

    call_command("check_files", stdout=out, stderr=said)

    assert out.getvalue() == ""
    assert "0 files have their bytes, 0 do not; 1 are erased, 0 of them lie there still" in said.getvalue()


def test_bytes_that_a_crash_or_a_backup_left_are_named_and_swept(paper, django_capture_on_commit_callbacks):
    erase(paper, django_capture_on_commit_callbacks)
    default_storage.save(paper.key, ContentFile(samples.PDF))
    out = StringIO()

    call_command("check_files", stdout=out, stderr=StringIO())
    remove_orphans()

    assert out.getvalue().startswith("left ")
    assert default_storage.exists(paper.key) is False


def test_a_restore_sweeps_also_what_was_erased_long_ago(paper, django_capture_on_commit_callbacks):
    erase(paper, django_capture_on_commit_callbacks)
    StoredFile.objects.update(erased_at=timezone.now() - timedelta(days=900))
    default_storage.save(paper.key, ContentFile(samples.PDF))

    assert remove_orphans() == 0
    assert erase_again() == 1
    assert default_storage.exists(paper.key) is False
