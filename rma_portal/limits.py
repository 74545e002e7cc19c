"""What is too large, comes too often or is kept no longer is answered in our own look."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from common.errors import ThrottledError
from files.errors import FileErasedError
from rma_portal.errors import gone, too_large, too_often


class LimitMiddleware:
    """An oversize request is answered unread; a view that has no form to say it beside leaves “too often” to us.

    So does whoever hands out a file that was erased.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > settings.REQUEST_MAX_BYTES:
            return too_large(request)
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, ThrottledError):
            return too_often(request, sentence=str(exception), retry_after=exception.retry_after)
        if isinstance(exception, FileErasedError):
            return gone(request, sentence=str(exception))
        return None
