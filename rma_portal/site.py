from http import HTTPStatus
from typing import Any, NamedTuple

from django.conf import settings
from django.contrib.admin import AdminSite
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, path, reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from accounts.forms.doors import StaffLoginForm
from accounts.views import my_page
from tickets.selectors.counting import Figure, view_figures


class Door(NamedTuple):
    """A link at the top of every page, for those who may go there."""

    label: StrOrPromise
    route: str
    permission: str


DOORS = (
    Door(_("Queue"), "admin:tickets_ticket_changelist", "tickets.view_ticket"),
    Door(_("New case"), "admin:tickets_ticket_add", "tickets.add_ticket"),
    Door(_("Quarantine"), "admin:mail_incomingmail_changelist", "mail.view_incomingmail"),
    Door(_("Sent mail"), "admin:mail_outgoingmail_changelist", "mail.view_outgoingmail"),
    Door(_("Units"), "admin:warranty_unit_changelist", "warranty.view_unit"),
)


class PortalAdminSite(AdminSite):
    """The desk: where staff work on cases and keep the data that cases lean on."""

    login_form = StaffLoginForm
    enable_nav_sidebar = False
    index_title = _("Desk")
    site_title = _("Desk")

    @property
    def site_header(self) -> str:  # type: ignore[override]
        return f"{settings.BRAND_NAME} · {_('Desk')}"

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page needs; the list of all models only where a template asks for it."""
        return {
            "site_title": self.site_title,
            "site_header": self.site_header,
            "site_url": "/",
            "has_permission": self.has_permission(request),
            "available_apps": SimpleLazyObject(lambda: self.get_app_list(request)),
            "is_popup": False,
            "is_nav_sidebar_enabled": False,
            "doors": _doors(request),
        }

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """As ever, but a refusal is told as one to machines too."""
        response = super().login(request, extra_context)
        if request.method == "POST" and isinstance(response, TemplateResponse) and response.context_data:
            is_throttled = response.context_data["form"].has_error(NON_FIELD_ERRORS, code="throttled")
            response.status_code = HTTPStatus.TOO_MANY_REQUESTS if is_throttled else HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    def get_urls(self) -> list[Any]:
        return [path("me/", self.admin_view(my_page), name="me"), *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """The way into the queue, with how much waits in each of its views."""
        queue = _figures(request)
        return super().index(request, {"queue": queue, **(extra_context or {})})


def _figures(request: HttpRequest) -> list[Figure]:
    user = request.user
    return view_figures(user) if user.is_authenticated and user.has_perm("tickets.view_ticket") else []


def _doors(request: HttpRequest) -> list[dict[str, Any]]:
    if not request.user.is_authenticated or not request.user.is_staff:
        return []
    allowed = [door for door in DOORS if request.user.has_perm(door.permission)]
    links = [(door.label, _address(door.route)) for door in allowed]
    return [{"label": label, "url": url, "is_current": request.path == url} for label, url in links if url]


def _address(route: str) -> str:
    try:
        return reverse(route)
    except NoReverseMatch:  # a page that this installation does not have
        return ""
