"""The message that leaves: what stands in its head, what does not, and where its links come from."""

import email
import email.policy
from email.message import EmailMessage

import pytest

from common.links import secret_for
from files.services import store_file
from mail.bounce_addresses import bounce_address, delivery_id_of
from mail.compose import compose
from mail.models import OutgoingMail
from mail.outbox import Link, is_ours
from tests.mail.letters import owe

pytestmark = pytest.mark.django_db


def message_of(mail: OutgoingMail) -> EmailMessage:
    envelope = compose(mail.deliveries.get())
    return email.message_from_bytes(envelope.message().as_bytes(), policy=email.policy.default)


def test_it_comes_from_us_and_says_who_writes(settings):
    settings.DEFAULT_FROM_EMAIL, settings.SUPPORT_EMAIL = "rma@maker.example", "support@maker.example"

    message = message_of(owe("a@x.example", sender_name="Anna Åberg (Charge Amps)"))

    assert str(message["From"]) == '"Anna Åberg (Charge Amps)" <rma@maker.example>'
    assert (message["Reply-To"], message["To"]) == ("support@maker.example", "a@x.example")
    assert is_ours(message["Message-ID"])


@pytest.mark.parametrize(
    ("more", "submitted"),
    [({}, "auto-generated"), ({"answers": "<a@x.example>"}, "auto-replied"), ({"is_automatic": False}, None)],
)
def test_automatic_mail_says_so(more, submitted):
    message = message_of(owe("a@x.example", **more))

    assert message["Auto-Submitted"] == submitted
    assert message["X-Auto-Response-Suppress"] == ("All" if submitted else None)


def test_a_strangers_message_id_cannot_write_headers():
    mail = owe("a@x.example", answers="<a@x>\r\nBcc: victim@x.example", references=["<b@x>", "junk\nBcc: v@x.example"])

    message = message_of(mail)

    assert (message["Bcc"], message["In-Reply-To"], message["References"]) == (None, None, "<b@x>")


def test_a_name_cannot_write_headers():
    message = message_of(owe("a@x.example", sender_name="Anna\r\nBcc: victim@x.example"))

    assert message["Bcc"] is None


def test_links_are_filled_in_when_it_leaves_and_stand_in_no_row(settings):
    settings.PORTAL_BASE_URL = "https://portal.example"
    mail = owe("a@x.example", links={"desk_link": Link("case", "0" * 24, "/support/{secret}/")})
    secret = secret_for("case", "0" * 24)

    message = message_of(mail)

    text = message.get_body(("plain",)).get_content()
    assert f"https://portal.example/support/{secret}/" in text
    assert f"https://portal.example/support/{secret}/" in message.get_body(("html",)).get_content()
    assert secret not in mail.text + mail.html + str(mail.links)


def test_files_are_attached_under_their_names():
    file = store_file(name="kvitto.txt", content=b"Total 100")

    message = message_of(owe("a@x.example", attachments=[file]))

    [attachment] = message.iter_attachments()
    assert (attachment.get_filename(), attachment.get_content().strip()) == (file.name, "Total 100")


def test_a_bounce_address_names_its_delivery_and_nobody_can_make_one():
    address = bounce_address(4711)

    assert delivery_id_of(address.upper()) == 4711
    assert delivery_id_of(address.replace("4711", "4712")) is None
    assert delivery_id_of("support@localhost") is None
    assert delivery_id_of("") is None
