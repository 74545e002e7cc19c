"""Secret links to the page with one field, on which a customer gives the serial number that was asked for."""

from datetime import datetime
from typing import Final

from common.links import nonce_of, secret_for
from mail.outbox import Link
from tickets.models import SerialRequest
from tickets.states import TicketStatus

SCOPE: Final = "serial"


def link_to(request: SerialRequest) -> Link:
    """The way to the one field; it opens nothing else of the case."""
    return Link(scope=SCOPE, nonce=request.nonce, path="/support/serial/{secret}/")


def secret_of(request: SerialRequest) -> str:
    return secret_for(SCOPE, request.nonce)


def find_request(secret: str) -> SerialRequest | None:
    """What was asked by this link, also when it is over; None for anything not ours."""
    nonce = nonce_of(SCOPE, secret)
    if nonce is None:
        return None
    asked = SerialRequest.objects.select_related("ticket", "line__product").defer("ticket__search")
    return asked.filter(nonce=nonce).first()


def is_open(request: SerialRequest, *, at: datetime) -> bool:
    is_waited_for = request.answered_at is None and request.expires_at > at
    return is_waited_for and request.ticket.status != TicketStatus.MERGED
