"""How the page of a case is put together; the views decide when."""

from dataclasses import dataclass, field
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from tickets.covers import covers_of
from tickets.forms.case import ColleagueForm, MessageForm, SerialForm
from tickets.forms.uploads import Uploads
from tickets.journey import Facts, journey, standing
from tickets.selectors.covered import papers_of
from tickets.selectors.customer_page import CustomerPage, customer_page
from tickets.states import SOLVED, TicketStatus
from tickets.views.door import Door
from warranty.papers.rejections import SENTENCES
from warranty.serials import IN_CODE

SHOWN_COVERS: Final = 8


@dataclass(frozen=True)
class Written:
    """The forms of the page, blank or as they were refused."""

    message: MessageForm = field(default_factory=MessageForm)
    uploads: Uploads = field(default_factory=Uploads)
    serial: SerialForm = field(default_factory=lambda: SerialForm(auto_id="id_line_%s"))
    colleague: ColleagueForm = field(default_factory=lambda: ColleagueForm(auto_id="id_colleague_%s"))


def show_case(request: HttpRequest, door: Door, written: Written | None = None, *, status: int = 200) -> HttpResponse:
    """The page of the case, with what was written and could not be taken."""
    page = customer_page(door.ticket, everything="all" in request.GET)
    state = TicketStatus(door.ticket.status)
    context = {
        "ticket": door.ticket,
        "merged_number": door.link.ticket.pretty_number if door.link.ticket.merged_into_id else "",
        "secret": door.secret,
        "here": door.path(),
        "page": page,
        **_cover(page, written),
        "steps": journey(_facts(door, page)),
        "standing": standing(state),
        "is_finished": state in SOLVED,
        "written": written or Written(),
        "is_blank": written is None and "sent" not in request.GET,
        "just_sent": "sent" in request.GET,
        "most_files": settings.UPLOAD_MAX_FILES,
        "most_bytes": settings.UPLOAD_MAX_BYTES,
        "serial_in_code": IN_CODE.pattern,
    }
    return render(request, "public/case.html", context, status=status)


def _cover(page: CustomerPage, written: Written | None) -> dict[str, object]:
    """What is said of the warranty; files that were refused are shown again at the door through which they came."""
    covers = covers_of(page.lines, on=timezone.localdate(), brand=settings.BRAND_NAME)
    refused, blank = (written or Written()), Uploads()
    is_proof = bool(covers) and written is not None and bool(written.message["is_proof"].value())
    return {
        "covers": covers,
        "most_covers": SHOWN_COVERS,
        "more_covers": len(covers) - SHOWN_COVERS,
        "papers": [(paper, SENTENCES.get(paper.rejection, "")) for paper in papers_of(page.lines)],
        "wants_proof": any(cover.heard.wants_proof for cover in covers),
        "is_proof_refused": is_proof,
        "paper_uploads": refused.uploads if is_proof else blank,
        "said_uploads": blank if is_proof else refused.uploads,
        "said": MessageForm() if is_proof else refused.message,
    }


def _facts(door: Door, page: CustomerPage) -> Facts:
    ticket = door.ticket
    return Facts(
        status=TicketStatus(ticket.status),
        opened_at=ticket.created_at,
        waiting_since=ticket.waiting_since,
        answered_at=page.answered_at,
        solved_at=ticket.solved_at,
    )
