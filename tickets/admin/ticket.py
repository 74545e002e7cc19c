from collections.abc import Callable

from django.contrib import admin
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path

from tickets.admin import bulk, case, files, phone, posts, queue
from tickets.admin.proofs import page
from tickets.models import Ticket

View = Callable[..., HttpResponseBase]


@admin.register(Ticket)
class TicketAdmin(admin.ModelAdmin[Ticket]):
    """Cases: the list is the queue, the form is the case; both are pages of our own."""

    def get_urls(self) -> list[URLPattern]:
        return [
            self._path("", queue.show, "changelist"),
            self._path("bulk/", bulk.act, "bulk"),
            self._path("add/", phone.file, "add"),
            self._path("<int:pk>/change/", case.show, "change"),
            self._path("<int:pk>/write/", posts.write, "write"),
            self._path("<int:pk>/files/<uuid:file_id>/", files.download, "file"),
            self._path("<int:pk>/proofs/<int:proof_id>/", page.show, "proof"),
            self._path("<int:pk>/proofs/<int:proof_id>/file/", page.download, "proof_file"),
            self._path("<int:pk>/messages/<int:message_id>/html/", files.html, "html"),
            self._path("<int:pk>/<slug:name>/", posts.change, "post"),
        ]

    def _path(self, route: str, view: View, name: str) -> URLPattern:
        return path(route, self.admin_site.admin_view(view), name=f"tickets_ticket_{name}")

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """Cases are closed, merged or marked as spam; their numbers are never given out again."""
        return False
