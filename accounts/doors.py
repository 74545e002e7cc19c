"""Who may come in: every view of the desk begins with one of these."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.models import User

Rest = ParamSpec("Rest")
Answer = TypeVar("Answer", bound=HttpResponseBase)


def needs(
    permission: str,
) -> Callable[[Callable[Concatenate[HttpRequest, Rest], Answer]], Callable[Concatenate[HttpRequest, Rest], Answer]]:
    """Only staff who hold the permission get to the view; everybody else is refused, whatever the method."""

    def decorate(
        view: Callable[Concatenate[HttpRequest, Rest], Answer],
    ) -> Callable[Concatenate[HttpRequest, Rest], Answer]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Answer:
            check_holds(request, permission)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def check_holds(request: HttpRequest, permission: str) -> None:
    """The same for a view whose permission depends on what it shows; raises PermissionDenied."""
    if not user_of(request).has_perm(permission):
        raise PermissionDenied


def user_of(request: HttpRequest) -> User:
    """The member of staff who asks; the admin site lets nobody else through."""
    if not isinstance(request.user, User) or not request.user.is_staff:
        raise PermissionDenied
    return request.user
