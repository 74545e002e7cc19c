"""Versions of terms at the desk: a draft is changed, previewed, published; what is published is only superseded."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from accounts.doors import check_holds, user_of
from common.errors import DomainError
from common.stock_forms import StockForms
from warranty.models import LawVersion, PolicyVersion, Verdict
from warranty.services.terms import draft_instead_of, publish

Version = PolicyVersion | LawVersion
View = Callable[..., HttpResponseBase]


class VersionAdmin(StockForms, admin.ModelAdmin[Any]):
    """Every version with where it stands; `verdicts` is the column of a verdict that names a version."""

    change_form_template = "admin/warranty/versions/change_form.html"
    verdicts = ""
    actions = None
    list_per_page = 50
    readonly_fields = ("published_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        used = Verdict.objects.filter(**{self.verdicts: OuterRef("pk")})
        rows = super().get_queryset(request).select_related("superseded_by", "supersedes")
        annotated: QuerySet[Any] = rows.annotate(is_used=Exists(used))
        return annotated

    @admin.display(description=gettext_lazy("Stands as"))
    def standing(self, version: Version) -> str:
        return standing_of(version)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:  # noqa: ANN401, FBT001, FBT002
        """Without the pencils and crosses of the stock pages beside what only has to be chosen."""
        form = super().get_form(request, obj, change, **kwargs)
        for name in ("policy", "supersedes"):
            if name in form.base_fields:
                widget = form.base_fields[name].widget
                widget.can_add_related = widget.can_change_related = False
                widget.can_delete_related = widget.can_view_related = False
        return form

    def has_change_permission(self, request: HttpRequest, obj: Version | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.published_at is None)

    def has_delete_permission(self, request: HttpRequest, obj: Version | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.published_at is None)

    @transaction.atomic
    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """As ever; whoever still changes what was published meanwhile is told so, not shut out."""
        version = self._held(request, object_id) if object_id else None
        if request.method == "POST" and version is not None and version.published_at is not None:
            return self._refuse(request, version)
        context = {**(extra_context or {}), **self._buttons(request, version)}
        return super().changeform_view(request, object_id, form_url, context)

    @transaction.atomic
    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        version = self._held(request, object_id)
        if version is not None and version.published_at is not None and self.has_view_permission(request, version):
            return self._refuse(request, version)
        return super().delete_view(request, object_id, extra_context)

    def _held(self, request: HttpRequest, object_id: str) -> Version | None:
        """The version as it stands; while it is changed or thrown away nobody publishes it."""
        version: Version | None = self.get_object(request, object_id)
        if version is None or request.method != "POST":
            return version
        self.model._default_manager.select_for_update().filter(pk=version.pk).first()
        fresh: Version | None = self.get_object(request, object_id)
        return fresh

    def get_urls(self) -> list[URLPattern]:
        ours: list[URLPattern] = [self._path("publish", self._publish), self._path("replace", self._replace)]
        return [*ours, *super().get_urls()]

    def _path(self, name: str, view: View) -> URLPattern:
        full = f"warranty_{self.opts.model_name}_{name}"
        return path(f"<int:pk>/{name}/", self.admin_site.admin_view(require_POST(view)), name=full)

    def _buttons(self, request: HttpRequest, version: Version | None) -> dict[str, Any]:
        if version is None:
            return {}
        kind = self.opts.model_name
        replacement = getattr(version, "superseded_by", None)
        may = request.user.has_perm(f"warranty.change_{kind}") and request.user.has_perm(f"warranty.add_{kind}")
        return {
            "standing": standing_of(version),
            "is_draft": version.published_at is None,
            "replacement": replacement,
            "may_publish": may and version.published_at is None,
            "may_replace": may and version.published_at is not None and replacement is None,
            "publish_url": reverse(f"admin:warranty_{kind}_publish", args=[version.pk]),
            "replace_url": reverse(f"admin:warranty_{kind}_replace", args=[version.pk]),
            "kind": kind,
        }

    def _publish(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = self._version_or_404(request, pk)
        try:
            publish(version=version, user=user_of(request))
        except DomainError as error:
            messages.error(request, str(error))
        else:
            self.log_change(request, version, _("Published."))
            messages.success(request, _("Published: it decides from now on; open claims are judged again."))
        return self._to(pk)

    def _replace(self, request: HttpRequest, pk: int) -> HttpResponse:
        version = self._version_or_404(request, pk)
        try:
            draft = draft_instead_of(version=version, user=user_of(request))
        except DomainError as error:
            messages.error(request, str(error))
            return self._to(pk)
        self.log_addition(request, draft, _("Begun instead of version %(pk)d.") % {"pk": pk})
        messages.success(request, _("This is a draft: change it, look at what it would change, then publish it."))
        return self._to(draft.pk)

    def _version_or_404(self, request: HttpRequest, pk: int) -> Version:
        check_holds(request, f"warranty.change_{self.opts.model_name}")
        version: Version = get_object_or_404(self.model, pk=pk)
        return version

    def _refuse(self, request: HttpRequest, version: Version) -> HttpResponse:
        messages.error(
            request,
            _("This version was published and has decided cases; it can only be superseded. Nothing was changed."),
        )
        return self._to(version.pk)

    def _to(self, pk: int) -> HttpResponse:
        return HttpResponseRedirect(reverse(f"admin:warranty_{self.opts.model_name}_change", args=[pk]), status=303)


def standing_of(version: Model) -> str:
    """Draft, in force, used, or superseded, in a word."""
    if getattr(version, "published_at", None) is None:
        return _("draft")
    replacement = getattr(version, "superseded_by", None)
    if replacement is not None and replacement.published_at is not None:
        return _("superseded")
    return _("in force, used") if getattr(version, "is_used", False) else _("in force")
