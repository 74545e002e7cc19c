"""The mails that one machine would have sent; only where settings say that it sends none."""

from collections.abc import Callable
from email.message import EmailMessage, MIMEPart
from functools import wraps
from pathlib import Path
from typing import Concatenate, Final, ParamSpec, cast

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from mail.charsets import decode
from mail.folder_reader import WrittenMail, find_mail, newest_mails

Parameters = ParamSpec("Parameters")

SHOWN: Final = 100
HEADERS: Final = (
    "From", "To", "Cc", "Reply-To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted",
)  # fmt: skip
SEALED: Final = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'; "
    "sandbox allow-popups allow-top-navigation-by-user-activation"
)


def _only_here(view: Callable[Parameters, HttpResponse]) -> Callable[Parameters, HttpResponse]:
    @wraps(view)
    def guarded(*args: Parameters.args, **options: Parameters.kwargs) -> HttpResponse:
        if not settings.DEV_MAIL:
            raise Http404
        response = view(*args, **options)
        response["Cache-Control"] = "private, no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response

    return guarded


def _of_mail(
    view: Callable[Concatenate[HttpRequest, WrittenMail, Parameters], HttpResponse],
) -> Callable[Concatenate[HttpRequest, str, Parameters], HttpResponse]:
    @wraps(view)
    def found(request: HttpRequest, name: str, *args: Parameters.args, **options: Parameters.kwargs) -> HttpResponse:
        mail = find_mail(Path(settings.EMAIL_FOLDER), name)
        if mail is None:
            raise Http404
        return view(request, mail, *args, **options)

    return cast("Callable[Concatenate[HttpRequest, str, Parameters], HttpResponse]", found)


def _text_of(part: MIMEPart) -> str:
    content = part.get_payload(decode=True)
    return decode(content, part.get_content_charset("")) if isinstance(content, bytes) else ""


@_only_here
@require_safe
def mail_list(request: HttpRequest) -> HttpResponse:
    """Newest first."""
    heads, total = newest_mails(Path(settings.EMAIL_FOLDER), limit=SHOWN)
    return render(request, "mail/dev_list.html", {"mails": heads, "total": total, "shown": SHOWN})


@_only_here
@require_safe
@_of_mail
def mail_detail(request: HttpRequest, mail: WrittenMail) -> HttpResponse:
    """One mail: its headers, its text with live links, its HTML in a frame of its own, its attachments by name."""
    message = mail.read()
    plain, html = message.get_body(("plain",)), message.get_body(("html",))
    context = {
        "mail": mail,
        "subject": str(message["Subject"] or ""),
        "headers": [(name, str(message[name])) for name in HEADERS if message[name]],
        "text": _text_of(plain) if plain else "",
        "has_html": html is not None,
        "attachments": [part.get_filename() or part.get_content_type() for part in message.iter_attachments()],
    }
    return render(request, "mail/dev_mail.html", context)


@_only_here
@require_safe
@_of_mail
def mail_html(_request: HttpRequest, mail: WrittenMail) -> HttpResponse:
    """The HTML as a mail program shows it, locked into the frame."""
    body = mail.read().get_body(("html",))
    if body is None:
        raise Http404
    response = HttpResponse('<!doctype html><base target="_top">' + _text_of(body))
    response["Content-Security-Policy"] = SEALED
    response["X-Frame-Options"] = "SAMEORIGIN"
    return response


@_only_here
@require_safe
@_of_mail
def mail_attachment(_request: HttpRequest, mail: WrittenMail, position: int) -> HttpResponse:
    """One attachment, as a download."""
    parts = [part for part in mail.read().iter_attachments() if isinstance(part, EmailMessage)]
    if position >= len(parts):
        raise Http404
    response = HttpResponse(parts[position].get_payload(decode=True) or b"", content_type="application/octet-stream")
    name = parts[position].get_filename() or "file"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
