"""Photos and proofs of purchase with a report."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from files.kept import token_for
from files.models import StoredFile
from files.services import store_file
from tests.public.reporting import FORM, filled_in, hidden_fields, report, text_of, ticket_at
from tickets.models import Attachment, Purpose, Ticket

pytestmark = pytest.mark.django_db

SCRIPT = b"<html><script>alert(1)</script></html>"


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_hangs_photos_and_proof_on_the_first_message(client, photo):
    ticket = ticket_at(
        report(client, photos=[upload("a.jpg", photo), upload("b.jpg", photo)], proof=upload("bill.jpg", photo))
    )

    hung = Attachment.objects.filter(message__ticket=ticket).order_by("id")
    assert [attachment.purpose for attachment in hung] == [Purpose.PHOTO, Purpose.PHOTO, Purpose.PROOF]


def test_a_photo_stands_for_a_plate_that_cannot_be_read(client, photo, products):
    fields = {"units-0-serial": "", "units-0-product": "LUNA", "photos": upload("plate.jpg", photo)}

    line = ticket_at(report(client, **fields)).lines.get()

    assert (line.serial, line.product.code) == ("", "LUNA")


def test_a_photo_alone_is_one_unit(client, photo):
    ticket = ticket_at(report(client, **{"units-0-serial": ""}, photos=upload("plate.jpg", photo)))

    assert [line.serial for line in ticket.lines.all()] == [""]


def test_a_proof_alone_does_not_stand_for_the_plate(client, photo):
    response = report(client, **{"units-0-serial": ""}, proof=upload("bill.jpg", photo))

    assert response.status_code == 422
    assert Ticket.objects.exists() is False


def test_refuses_what_is_no_picture_beside_its_field_and_keeps_the_rest(client, photo):
    response = report(client, photos=[upload("evil.jpg", SCRIPT), upload("plate.jpg", photo)])

    assert response.status_code == 422
    assert 'id="id_photos_error"' in response.content.decode()
    assert "evil.jpg" in text_of(response)
    assert StoredFile.objects.count() == 1
    assert "plate.jpg" in text_of(response)


def test_keeps_uploads_across_a_refused_report(client, photo):
    refused = report(client, name="", photos=upload("plate.jpg", photo))
    again = filled_in(client) | hidden_fields(refused.content.decode())

    ticket = ticket_at(client.post(FORM, again))

    assert refused.status_code == 422
    assert [attachment.file.name for attachment in Attachment.objects.filter(message__ticket=ticket)] == ["plate.jpg"]
    assert StoredFile.objects.count() == 1


def test_a_kept_file_can_be_taken_out_again(client, photo):
    refused = report(client, name="", photos=upload("plate.jpg", photo))
    again = filled_in(client) | hidden_fields(refused.content.decode())

    ticket = ticket_at(client.post(FORM, again | {"remove_kept": again["photos_kept"]}))

    assert Attachment.objects.filter(message__ticket=ticket).exists() is False


def test_nobody_claims_a_file_of_another_form(client, photo):
    foreign = store_file(name="secret.jpg", content=photo)
    tokens = [token_for(foreign, "another form"), "forged", str(foreign.pk), "\x00", "x" * 5000]

    ticket = ticket_at(report(client, photos_kept=tokens))

    assert Attachment.objects.filter(message__ticket=ticket).exists() is False


def test_takes_only_so_many_files(client, photo, settings):
    settings.UPLOAD_MAX_FILES = 2

    response = report(client, photos=[upload(f"{n}.jpg", photo) for n in range(3)])

    assert response.status_code == 422
    assert "At most 2 files can be attached." in text_of(response)
    assert StoredFile.objects.count() == 2


def test_says_when_a_file_is_too_large(client, photo, settings):
    settings.UPLOAD_MAX_BYTES = 100

    response = report(client, photos=upload("plate.jpg", photo))

    assert response.status_code == 422
    assert "larger than 100" in text_of(response)


def test_each_file_can_come_by_itself_while_the_form_is_filled_in(client, photo):
    fields = filled_in(client)
    sent = {"submission": fields["submission"], "field": "photos", "file": upload("plate.jpg", photo)}

    answer = client.post("/support/new/files/", sent)
    token = answer.content.decode().split('name="photos_kept" value="')[1].split('"')[0]
    ticket = ticket_at(client.post(FORM, fields | {"photos_kept": token}))

    assert answer.status_code == 200
    assert Attachment.objects.get(message__ticket=ticket).file.name == "plate.jpg"


@pytest.mark.parametrize(
    ("fields", "status"),
    [({"field": "photos"}, 400), ({"field": "avatar"}, 400), ({"field": "photos", "file": SCRIPT}, 422)],
)
def test_a_file_by_itself_is_refused_in_plain_words(client, photo, fields, status):
    if "file" in fields:
        fields = fields | {"file": upload("evil.jpg", fields["file"])}
    elif fields["field"] == "avatar":
        fields = fields | {"file": upload("plate.jpg", photo)}

    answer = client.post("/support/new/files/", fields)

    assert answer.status_code == status
    assert answer["Content-Type"].startswith("text/plain")
    assert StoredFile.objects.exists() is False


def test_uploads_without_end_are_stopped(client, photo, settings, monkeypatch):
    settings.THROTTLES = True
    monkeypatch.setattr("common.throttles.Limit._count", lambda _limit, _who: 10_000)

    alone = client.post("/support/new/files/", {"field": "photos", "file": upload("plate.jpg", photo)})
    with_form = report(client, photos=upload("plate.jpg", photo))

    assert alone.status_code == 429
    assert with_form.status_code == 422
    assert "too often" in text_of(with_form)
    assert StoredFile.objects.exists() is False
