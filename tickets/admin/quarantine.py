from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern, path

from mail.models import IncomingMail
from tickets.admin import deciding, incoming


@admin.register(IncomingMail)
class IncomingMailAdmin(admin.ModelAdmin[IncomingMail]):
    """What came in by mail; the list is the quarantine."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("", view(incoming.show_list), name="mail_incomingmail_changelist"),
            path("<int:pk>/change/", view(incoming.show), name="mail_incomingmail_change"),
            path("<int:pk>/raw/", view(incoming.download), name="mail_incomingmail_raw"),
            path("<int:pk>/<slug:name>/", view(deciding.decide), name="mail_incomingmail_post"),
        ]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: IncomingMail | None = None) -> bool:
        return False
