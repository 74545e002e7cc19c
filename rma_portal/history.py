"""The context under which row history is written."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from pghistory.middleware import HistoryMiddleware

from rma_portal.logs import SECRET_PATHS


class SignedInHistoryMiddleware(HistoryMiddleware):
    """Names who was signed in and on which page; the address behind a secret link is its key and stays out."""

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # Who is not signed in has no name to note, and each statement of theirs would be sent with nothing to say.
        signed_in = settings.SESSION_COOKIE_NAME in request.COOKIES
        answer: Callable[[HttpRequest], HttpResponseBase] = super().__call__ if signed_in else self.get_response
        return answer(request)

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request)
        return context | {"url": SECRET_PATHS.sub(r"/\1/***", context["url"])}
