"""Staff work in the language that their account names, whatever their browser asks for."""

from collections.abc import Callable
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

DESK: Final = "/admin/"
KNOWN: Final = frozenset(code for code, _name in settings.LANGUAGES)


class StaffLanguageMiddleware:
    """Turns the desk's pages to the user's language; all other pages stay as the visitor asked."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith(DESK) and request.user.is_authenticated and request.user.language in KNOWN:
            translation.activate(request.user.language)
            request.LANGUAGE_CODE = request.user.language
        return self.get_response(request)
