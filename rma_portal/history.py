"""The context under which row history is written."""

from typing import Any

from django.http import HttpRequest
from pghistory.middleware import HistoryMiddleware

from rma_portal.logs import SECRET_PATHS


class SecretlessHistoryMiddleware(HistoryMiddleware):
    """The address of a page behind a secret link is its key, and no key lies in the database."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request)
        return context | {"url": SECRET_PATHS.sub(r"/\1/***", context["url"])}
