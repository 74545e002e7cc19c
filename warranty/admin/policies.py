"""The maker's own policies and their versions."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.stock_forms import StockForms
from warranty.admin.versions import VersionAdmin
from warranty.explanations.phrases import span
from warranty.forms.terms import PolicyForm, PolicyVersionForm
from warranty.models import Policy, PolicyVersion, StartRule
from warranty.services.terms import keep_policy


@admin.register(Policy)
class PolicyAdmin(StockForms, admin.ModelAdmin[Policy]):
    """A policy by name; products name it, its versions say what it promises."""

    form = PolicyForm
    list_display = ("code", "name", "is_default")
    search_fields = ("code", "name")
    actions = None

    def save_model(self, _request: HttpRequest, obj: Policy, _form: Any, _change: bool) -> None:  # noqa: ANN401, FBT001
        keep_policy(policy=obj)

    def has_delete_permission(self, _request: HttpRequest, _obj: Policy | None = None) -> bool:
        return False


@admin.register(PolicyVersion)
class PolicyVersionAdmin(VersionAdmin):
    """What each policy promises, for which models, markets and days of sale."""

    form = PolicyVersionForm
    verdicts = "policy_version"
    list_display = ("__str__", "standing", "valid_from", "scope", "promise", "note")
    list_filter = ("policy",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[PolicyVersion]:
        return super().get_queryset(request).select_related("policy").order_by("policy", "-pk")

    @admin.display(description=_("Models · markets"))
    def scope(self, version: PolicyVersion) -> str:
        models = ", ".join(version.models_covered) or _("all")
        return f"{models} · {', '.join(version.markets) or _('all')}"

    @admin.display(description=_("Promise"))
    def promise(self, version: PolicyVersion) -> str:
        words = {"term": span(version.term_months), "cap": span(version.shipment_cap_months or 0)}
        if version.start_rule == StartRule.INSTALLATION:
            return gettext("%(term)s from installation") % words
        if version.shipment_cap_months is None:
            return gettext("%(term)s from purchase") % words
        return gettext("%(term)s from purchase, at most %(cap)s from shipment") % words
