from tickets.models.event import Event, EventKind
from tickets.models.line import TicketLine
from tickets.models.message import Attachment, Message, MessageKind, Purpose
from tickets.models.plate_reading import PlateReading
from tickets.models.preview import TermsPreview
from tickets.models.serial_request import SerialRequest
from tickets.models.template import ReplyTemplate
from tickets.models.ticket import CaseLink, NumberAlias, Participant, Priority, Source, Tag, Ticket

__all__ = [
    "Attachment",
    "CaseLink",
    "Event",
    "EventKind",
    "Message",
    "MessageKind",
    "NumberAlias",
    "Participant",
    "PlateReading",
    "Priority",
    "Purpose",
    "ReplyTemplate",
    "SerialRequest",
    "Source",
    "Tag",
    "TermsPreview",
    "Ticket",
    "TicketLine",
]
