from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.utils import timezone

from files.models import StoredFile
from files.periodic import remove_orphans
from files.services import store_file
from tests.factories import MessageFactory
from tests.files import samples
from tickets.models import Attachment

pytestmark = pytest.mark.django_db


def test_uploads_that_hang_on_nothing_go_after_three_days(django_capture_on_commit_callbacks):
    lost = store_file(name="lost.pdf", content=samples.PDF)
    kept = store_file(name="kept.pdf", content=samples.PDF)
    Attachment.objects.create(message=MessageFactory(), file=kept)
    StoredFile.objects.update(created_at=timezone.now() - timedelta(days=4))
    young = store_file(name="young.pdf", content=samples.PDF)

    with django_capture_on_commit_callbacks(execute=True):
        remove_orphans()

    assert set(StoredFile.objects.all()) == {kept, young}
    assert not default_storage.exists(lost.key)
    assert default_storage.exists(kept.key)
    assert default_storage.exists(young.key)


def test_bytes_whose_row_was_rolled_back_go_too():
    old, fresh = timezone.now() - timedelta(days=5), timezone.now()
    stray = default_storage.save(f"{old:%Y/%m/%d}/stray", ContentFile(b"x"))
    young = default_storage.save(f"{fresh:%Y/%m/%d}/young", ContentFile(b"x"))

    remove_orphans()

    assert not default_storage.exists(stray)
    assert default_storage.exists(young)


def test_a_missing_file_is_named_and_its_row_stays():
    with time_machine.travel(timezone.now() - timedelta(days=2)):
        gone = store_file(name="gone.pdf", content=samples.PDF)
        store_file(name="here.pdf", content=samples.PDF)
    default_storage.delete(gone.key)
    out = StringIO()

    with pytest.raises(CommandError, match="lost their bytes"):
        call_command("check_files", stdout=out, stderr=StringIO())

    assert str(gone.pk) in out.getvalue()
    assert out.getvalue().count("missing") == 1
    assert StoredFile.objects.count() == 2
