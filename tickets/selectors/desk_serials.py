"""What the desk can do about units whose serial is missing or is none of ours: who was asked, what may be meant."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tickets.models import SerialRequest, Ticket, TicketLine
from warranty.near_serials import near_matches

MOST_LOOKED_UP: Final = 5
MOST_NEAR: Final = 5


@dataclass(frozen=True)
class DeskSerials:
    """Serials of the registry near to what was read, by serial; since when a serial is asked for, by line or None."""

    near: Mapping[str, Sequence[str]] = field(default_factory=dict)
    asked: Mapping[int | None, datetime] = field(default_factory=dict)


def desk_serials(ticket: Ticket, lines: Sequence[TicketLine]) -> DeskSerials:
    """For these lines of the case; nothing is looked up where all of them are known."""
    unknown = [line for line in lines if line.unit_id is None]
    if lines and not unknown:
        return DeskSerials()
    asked = SerialRequest.objects.filter(ticket=ticket, answered_at=None).values_list("line", "asked_at")
    misread = [line.serial for line in unknown if line.serial][:MOST_LOOKED_UP]
    near = {serial: near_matches(serial, limit=MOST_NEAR) for serial in misread}
    return DeskSerials(near={serial: found for serial, found in near.items() if found}, asked=dict(asked))
