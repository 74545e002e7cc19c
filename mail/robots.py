"""Whether a machine wrote: such a mail is recorded and never answered."""

import re
from enum import Enum, auto
from typing import Final

from django.conf import settings

from mail.compose import LOOP_HEADER
from mail.heads import Head

NULL_SENDER: Final = "<>"
BULK: Final = frozenset({"bulk", "junk", "list"})
DAEMONS: Final = frozenset({"mailer-daemon", "postmaster", "mail-daemon", "mdaemon"})
# English, French, Swedish, German, Norwegian and Danish mail programs.
OUT_OF_OFFICE: Final = re.compile(
    r"^\W*(?:(?:re|sv|aw|tr|vs)\s*:\s*)*"
    r"(?:out of (?:the )?office|automatic reply|auto(?:matic)?[ -]?(?:response|reply|answer)"
    r"|i am (?:away|on vacation)|away from (?:my|the) office"
    r"|r[ée]ponse automatique|absen(?:t|ce) du bureau|absence\s*:|message automatique"
    r"|autosvar|automatiskt svar|frånvaro|frånvarande|ej på kontoret"
    r"|abwesenheit|automatische antwort|abwesend|nicht im b[üu]ro"
    r"|automatisk svar|fravær|ikke på kontoret|autosvar)",
    re.IGNORECASE,
)


class Author(Enum):
    """Who wrote a mail, as far as its head tells."""

    PERSON = auto()
    MACHINE = auto()  # lists, bulk, systems that report something
    ANSWERING_MACHINE = auto()  # vacation notices, daemons, reports
    OURSELVES = auto()


def author_of(head: Head, *, envelope_from: str, sender: str) -> Author:
    """Any one sign of a machine is enough."""
    if head.has(LOOP_HEADER.lower()) or sender in _our_addresses():
        return Author.OURSELVES
    if _answers_by_itself(head, envelope_from, sender):
        return Author.ANSWERING_MACHINE
    if _is_bulk(head):
        return Author.MACHINE
    return Author.PERSON


def _our_addresses() -> set[str]:
    addresses = (settings.SUPPORT_EMAIL, settings.DEFAULT_FROM_EMAIL, settings.BOUNCE_ADDRESS)
    return {address.lower() for address in addresses if address}


def _answers_by_itself(head: Head, envelope_from: str, sender: str) -> bool:
    return (
        envelope_from == NULL_SENDER
        or head.plain("return-path").strip() == NULL_SENDER
        or sender.partition("@")[0] in DAEMONS
        or head.plain("auto-submitted").strip().lower().startswith("auto-replied")
        or head.has("x-autoreply", "x-autorespond", "x-autoresponse")
        or head.plain("content-type").strip().lower().startswith("multipart/report")
        or OUT_OF_OFFICE.search(head.text("subject")) is not None
    )


def _is_bulk(head: Head) -> bool:
    submitted = head.plain("auto-submitted").partition(";")[0].strip().lower()
    return (
        submitted not in {"", "no"}
        or head.plain("precedence").strip().lower() in BULK
        or head.has("x-auto-response-suppress")
        or any(name.startswith("list-") for name, _ in head.fields)
    )
