"""What a draft of terms would change for the open cases, at the draft's own page, which knows no case."""

from typing import Any, Final

from django import template
from django.template.context import RequestContext

from accounts.models import User
from tickets.previews import terms_of
from warranty.models import LawVersion, PolicyVersion

register = template.Library()
MOST_SHOWN: Final = 5


@register.inclusion_tag("admin/tickets/termspreview/_asked.html", takes_context=True)
def terms_previews(context: RequestContext, version: PolicyVersion | LawVersion) -> dict[str, Any]:
    """The last previews of the version, and the button that asks for another."""
    user = context["request"].user
    may_see = isinstance(user, User) and user.has_perm("tickets.view_termspreview")
    previews = version.previews.select_related("asked_by").order_by("-pk")[:MOST_SHOWN] if may_see else []
    text = terms_of(version)
    return {
        "previews": [(preview, preview.terms not in {"", text}) for preview in previews],
        "may_ask": isinstance(user, User) and user.has_perm("tickets.add_termspreview") and not version.published_at,
        "kind": version._meta.model_name,
        "version": version,
        "csrf_token": context.get("csrf_token"),
    }
