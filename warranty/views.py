"""What anybody may look up of the warranty: the terms of a serial's product, and all the terms there are."""

from typing import Final

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from common.clients import network_of
from common.memory import Memory
from common.refusals import REFUSED
from warranty.catalogue import product_of_letter
from warranty.forms.check import CheckForm
from warranty.limits import SERIAL_CHECKS
from warranty.models import Exclusion, Unit
from warranty.public_terms.promises import promises, promises_for
from warranty.public_terms.published import published
from warranty.selectors import units_by_serial


# A look-up changes nothing, so that another site could gain nothing by it. It comes by POST all the same: a serial
# belongs in no address, no history and no log, and no crawler follows a form.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    """The terms for the product of a serial; never whose it is, when it was sold or what became of it."""
    if request.method != "POST":
        return render(request, "public/warranty_check.html", {"form": CheckForm()})
    SERIAL_CHECKS.check(network_of(request))
    form = CheckForm(request.POST)
    if not form.is_valid():
        return render(request, "public/warranty_check.html", {"form": form}, status=REFUSED)
    return render(
        request, "public/warranty_check.html", {"form": form, **_answer(form.cleaned_data["serial"], request)}
    )


def _answer(serial: str, request: HttpRequest) -> dict[str, object]:
    unit = units_by_serial([serial]).get(serial)
    product = (unit.product if unit else None) or product_of_letter(serial)
    return {
        "serial": serial,
        "is_known": unit is not None,
        "product": product,
        "promises": promises_for(product) if product else [],
        "desk_link": _desk_link(unit, request.user),
    }


def _desk_link(unit: Unit | None, user: User | AnonymousUser) -> str:
    if unit is None or not (user.is_staff and user.has_perm("warranty.view_unit")):
        return ""
    return reverse("admin:warranty_unit_change", args=[unit.pk])


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """All the terms, product by product and country by country, each version where a verdict can point to it."""
    return render(request, "public/warranty_policy.html", {"terms": _TERMS.get(get_language() or "")})


def _terms(_language: str) -> SafeString:
    context = {
        "promises": promises(),
        "published": published(),
        "exclusions": Exclusion.labels,
        "BRAND_NAME": settings.BRAND_NAME,
        "SUPPORT_EMAIL": settings.SUPPORT_EMAIL,
    }
    return render_to_string("public/_warranty_terms.html", context)


# They change a few times a year and are the same for everybody who reads the same language.
_TERMS: Final = Memory(_terms, seconds=60)
