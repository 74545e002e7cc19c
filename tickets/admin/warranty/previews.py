"""What a draft of terms would change: asked for at the draft, counted by a worker, read here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django_stubs_ext import StrOrPromise

from accounts.doors import needs, user_of
from common.errors import DomainError
from tickets.admin.warranty.cards import TONES
from tickets.admin.warranty.words import in_words
from tickets.models import TermsPreview
from tickets.numbers import pretty
from tickets.previews import ENDS, ISSUED, terms_of
from tickets.services.previews import ask_preview, cancel_preview
from warranty.decisions import Decision
from warranty.models import LawVersion, PolicyVersion

KINDS: Final[Mapping[str, type[PolicyVersion] | type[LawVersion]]] = {
    "policyversion": PolicyVersion,
    "lawversion": LawVersion,
}


@dataclass(frozen=True)
class Move:
    """So many units that would go from one decision to another."""

    before: StrOrPromise
    before_tone: str
    after: StrOrPromise
    after_tone: str
    count: int


@dataclass(frozen=True)
class MovedLine:
    """One of the units that would be decided otherwise."""

    ticket: int
    number: str
    serial: str
    before: StrOrPromise
    after: StrOrPromise
    days: Sequence[tuple[str, str, str]]
    stays: bool


@needs("tickets.add_termspreview")
@require_POST
def ask(request: HttpRequest, kind: str, version: int) -> HttpResponse:
    """Begin to count, or join who counts already."""
    if kind not in KINDS:
        raise Http404
    draft: PolicyVersion | LawVersion = get_object_or_404(KINDS[kind]._default_manager.all(), pk=version)  # type: ignore[assignment]
    try:
        preview = ask_preview(version=draft, user=user_of(request))
    except DomainError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse(f"admin:warranty_{kind}_change", args=[version]), status=303)
    return HttpResponseRedirect(_address(preview), status=303)


@needs("tickets.view_termspreview")
def show(request: HttpRequest, pk: int) -> HttpResponse:
    """How far it is, and what it found."""
    preview = _preview_or_404(pk)
    version = preview.version
    context = {
        **admin.site.each_context(request),
        "title": _("What would change: %(version)s") % {"version": version},
        "preview": preview,
        "version": version,
        "version_url": reverse(f"admin:warranty_{version._meta.model_name}_change", args=[version.pk]),
        "is_old": bool(preview.terms) and version.published_at is None and preview.terms != terms_of(version),
        "percent": 100 * preview.done // preview.total if preview.total else 0,
        "moves": moves_of(preview.counts),
        "ends": preview.counts.get(ENDS, 0),
        "issued": preview.counts.get(ISSUED, 0),
        "lines": [_moved(row) for row in preview.sample],
        "may_ask": user_of(request).has_perm("tickets.add_termspreview"),
    }
    return render(request, "admin/tickets/termspreview/show.html", context)


@needs("tickets.add_termspreview")
@require_POST
def cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop counting; the draft stays."""
    preview = _preview_or_404(pk)
    version = preview.version
    try:
        cancel_preview(preview=preview)
    except DomainError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(_address(preview), status=303)
    messages.success(request, _("The preview is cancelled; the draft stays as it is."))
    address = reverse(f"admin:warranty_{version._meta.model_name}_change", args=[version.pk])
    return HttpResponseRedirect(address, status=303)


def moves_of(counts: Mapping[str, int]) -> list[Move]:
    """From which decision to which, the most frequent first."""
    found = [(key.partition(">"), count) for key, count in counts.items() if ">" in key]
    moves = [
        Move(Decision(before).label, TONES[before], Decision(after).label, TONES[after], count)
        for (before, _arrow, after), count in found
    ]
    return sorted(moves, key=lambda move: -move.count)


def _moved(row: Mapping[str, Any]) -> MovedLine:
    ends = ((_("our warranty"), row["warranty"]), (_("legal guarantee"), row["law"]))
    return MovedLine(
        ticket=row["ticket"],
        number=pretty(row["number"]),
        serial=row["serial"],
        before=Decision(row["before"]).label,
        after=Decision(row["after"]).label,
        days=[(label, in_words(before), in_words(after)) for label, (before, after) in ends if before != after],
        stays=row["issued"],
    )


def _preview_or_404(pk: int) -> TermsPreview:
    previews = TermsPreview.objects.select_related("policy_version__policy", "law_version", "asked_by")
    return get_object_or_404(previews, pk=pk)


def _address(preview: TermsPreview) -> str:
    return reverse("admin:tickets_termspreview_change", args=[preview.pk])


View = Callable[..., HttpResponseBase]


@admin.register(TermsPreview)
class TermsPreviewAdmin(admin.ModelAdmin[TermsPreview]):
    """Previews are asked for at a draft and found again there."""

    list_display = ("__str__", "asked_by", "asked_at", "total", "changed", "finished_at")
    list_select_related = ("policy_version__policy", "law_version", "asked_by")
    actions = None

    def get_urls(self) -> list[URLPattern]:
        return [
            self._path("", self.changelist_view, "changelist"),
            self._path("<slug:kind>/<int:version>/ask/", ask, "ask"),
            self._path("<int:pk>/change/", show, "change"),
            self._path("<int:pk>/cancel/", cancel, "cancel"),
        ]

    def _path(self, route: str, view: View, name: str) -> URLPattern:
        return path(route, self.admin_site.admin_view(view), name=f"tickets_termspreview_{name}")

    def has_add_permission(self, _request: HttpRequest) -> bool:
        return False

    def has_module_permission(self, _request: HttpRequest) -> bool:
        """No list of its own on the desk's front page."""
        return False
