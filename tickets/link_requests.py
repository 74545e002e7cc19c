"""Somebody asks for the link to a case by its number: answered by mail alone, and away from the page, so that neither
its words nor its time tell whether number and address belong together."""

import structlog
from celery import shared_task
from django.utils.translation import gettext as _

from common.errors import DomainError
from tickets.selectors import find_ticket
from tickets.services.links import send_new_link

log = structlog.get_logger(__name__)


def request_link(*, number: str, address: str) -> None:
    """Have a worker look; raise DomainError when none can be asked, which says nothing about the case."""
    try:
        mail_link.apply_async((number, address), retry=False)
    except Exception as error:  # whatever the broker's client raises
        log.warning("link_request_not_passed_on")
        raise DomainError(_("We cannot send mail right now. Please try again in a few minutes.")) from error


@shared_task
def mail_link(number: str, address: str) -> None:
    ticket = find_ticket(number)
    if ticket is not None:
        send_new_link(ticket=ticket, address=address)
