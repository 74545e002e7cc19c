"""All tables that a case fills, and the values that each row of the demo names."""

from common.copying import Table
from mail.models import Delivery, IncomingMail, OutgoingMail
from tickets.models import CaseLink, Event, Message, NumberAlias, Ticket, TicketLine
from warranty.models import Claim, Verdict

_TICKET = (
    *("id", "number", "status", "waiting_since", "priority", "is_safety", "subject", "symptom"),
    *("name", "email", "phone", "street", "postal_code", "city", "country", "language", "seller"),
    *("assignee", "source", "merged_into", "created_at", "updated_at", "solved_at", "search"),
)
_MESSAGE = (
    *("id", "ticket", "kind", "author", "author_name", "author_email", "text", "quoted"),
    *("incoming", "outgoing", "created_at"),
)
_OUTGOING = (
    *("id", "kind", "topic", "language", "sender_name", "subject", "text", "message_id", "is_automatic", "links"),
    "created_at",
)
_DELIVERY = ("mail", "topic", "address", "name", "is_automatic", "state", "attempts", "error", "sent_at", "created_at")
_INCOMING = (
    *(
        "id",
        "message_id",
        "fingerprint",
        "raw",
        "size",
        "envelope_from",
        "source",
        "received_at",
        "outcome",
        "sorted_at",
    ),
    *("sender", "subject"),
)
_CLAIM = ("id", "serial", "product", "unit", "buyer", "country", "reported_at", "is_safety", "verdict", "attention")
_VERDICT = (
    *("id", "claim", "decision", "basis", "reason", "legal", "start_on", "commercial_until", "statutory_until"),
    *("burden_until", "flags", "policy_version", "law_version", "facts", "trace", "papers", "contradictions"),
    *("created_at", "standing", "issued_at", "confirmed_by"),
)


class Sheaf:
    """Rows that wait to be written together."""

    def __init__(self) -> None:
        self.tickets = Table(Ticket, _TICKET)
        self.aliases = Table(NumberAlias, ("number", "ticket"))
        self.claims = Table(Claim, _CLAIM)
        self.verdicts = Table(Verdict, _VERDICT)
        self.lines = Table(
            TicketLine, ("ticket", "position", "serial", "serial_as_written", "product", "unit", "claim")
        )
        self.incoming = Table(IncomingMail, _INCOMING)
        self.outgoing = Table(OutgoingMail, _OUTGOING)
        self.deliveries = Table(Delivery, _DELIVERY)
        self.messages = Table(Message, _MESSAGE)
        self.links = Table(CaseLink, ("ticket", "nonce", "created_at", "expires_at"))
        self.events = Table(Event, ("ticket", "kind", "actor", "actor_name", "before", "after", "created_at"))

    def flush(self) -> None:
        for table in vars(self).values():
            table.flush()
