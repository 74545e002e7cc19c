"""Reports of mail servers about our own mail (RFC 3464), and what they say of which delivery."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from common.text import clean_line
from mail.addresses import clean_address
from mail.bounce_addresses import delivery_id_of
from mail.heads import Head, split_head
from mail.parts import Part
from mail.robots import DAEMONS, NULL_SENDER

MOST_RECIPIENTS: Final = 50
FAILED: Final = "failed"
# Servers that do not speak RFC 3464 say it in the subject only.
SUBJECT: Final = re.compile(
    r"undeliver|delivery (?:status|failure|has failed)|mail delivery|returned mail|failure notice"
    r"|delivery incomplete"
    r"|non remis|non distribu|échec de|olevererbar|kunde inte levereras|unzustellbar|nicht zugestellt"
    r"|kunne ikke leveres",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Bounce:
    """A report: whom it is about, whether it is final, and in which mail of ours."""

    is_final: bool
    error: str
    addresses: frozenset[str] = frozenset()
    delivery_id: int | None = None
    message_ids: tuple[str, ...] = ()


def read_bounce(
    head: Head, parts: Sequence[Part], *, envelope_to: str, envelope_from: str, sender: str
) -> Bounce | None:
    """The report in this mail, or None when it is none."""
    delivery_id = _named_delivery(head, envelope_to)
    status = next((part for part in parts if part.content_type.endswith("/delivery-status")), None)
    if status is not None:
        return _from_status(status, delivery_id, _returned_ids(parts))
    by_server = envelope_from == NULL_SENDER or sender.partition("@")[0] in DAEMONS
    if delivery_id and by_server and SUBJECT.search(head.text("subject")):
        return Bounce(is_final=True, error=head.text("subject"), delivery_id=delivery_id)
    return None


def _named_delivery(head: Head, envelope_to: str) -> int | None:
    places = [*envelope_to.split(), head.plain("to"), head.plain("delivered-to"), head.plain("x-original-to")]
    return next((found for place in places if (found := delivery_id_of(place.strip())) is not None), None)


def _from_status(status: Part, delivery_id: int | None, message_ids: tuple[str, ...]) -> Bounce:
    groups = re.split(rb"\n\s*\n", status.content.replace(b"\r\n", b"\n"))[: MOST_RECIPIENTS + 1]
    heads = [split_head(group.strip() + b"\n\n", lenient=True)[0] for group in groups]
    recipients = [head for head in heads if head.has("final-recipient", "original-recipient")]
    failed = [head for head in recipients if head.plain("action").strip().lower() == FAILED]
    told = failed[0] if failed else (recipients[0] if recipients else Head())
    words = (told.plain("status"), told.text("diagnostic-code") or told.plain("action"))
    return Bounce(
        is_final=bool(failed),
        error=clean_line(" ".join(words), limit=500),
        addresses=frozenset(_addresses(failed or recipients)),
        delivery_id=delivery_id,
        message_ids=message_ids,
    )


def _addresses(recipients: Iterable[Head]) -> Iterable[str]:
    for head in recipients:
        for name in ("final-recipient", "original-recipient"):
            if address := clean_address(head.plain(name).rpartition(";")[2].strip().strip("<>")):
                yield address


def _returned_ids(parts: Sequence[Part]) -> tuple[str, ...]:
    returned = (part for part in parts if part.content_type in {"message/rfc822", "text/rfc822-headers"})
    heads = [split_head(part.content.lstrip(), lenient=True)[0] for part in returned]
    return tuple(head.plain("message-id").strip() for head in heads)
